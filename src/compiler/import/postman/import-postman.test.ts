import { describe, expect, it } from 'vitest'
import { importPostman } from './import-postman.ts'

const collection = (item: readonly object[], more: object = {}): string =>
  JSON.stringify({ info: { name: 'c', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' }, item, ...more })
const run = (text: string, options: { rows?: readonly unknown[]; foldSimilar?: boolean } = {}) =>
  importPostman({ collection: { file: 'c.json', text }, upload: () => undefined, ...options })
const yaml = (text: string, options = {}) => run(text, options).files.find(({ path }) => path === 'apitest.yaml')?.text ?? ''
const list = (values: object) => Object.entries(values).map(([key, value]: [string, unknown]) => ({ key, value }))
const get = (name: string, more: object = {}) => ({ name, request: { method: 'GET', url: 'http://127.0.0.1:1/a', ...more } })

describe('importPostman', () => {
  it.each([
    ['{', 'import-not-json'],
    ['[]', 'postman-no-collection'],
    ['{"item": 5}', 'postman-no-collection'],
    ['{"requests": [], "order": []}', 'postman-v1'],
    [collection([]), 'postman-empty'],
  ])('tells what is wrong with %s', (text, code) => {
    const { files, problems } = run(text)
    expect(files).toEqual([])
    expect(problems.map((problem) => problem.code)).toEqual([code])
  })

  it('reads a wrapped collection, v2.0 auth and a request that is only a URL', () => {
    const inner = JSON.parse(collection([{ name: 'plain', request: 'http://127.0.0.1:1/x' }], { auth: { type: 'basic', basic: { username: 'u', password: 'p' } } })) as object
    expect(yaml(JSON.stringify({ collection: inner }))).toContain('defaults: { auth: { basic: { username: u, password: p } } }')
  })

  it('says what it leaves out: authorization without words, uploads that are not there', () => {
    const upload = { body: { mode: 'formdata', formdata: [{ key: 'f', type: 'file', src: '../../etc/passwd' }] }, method: 'POST' }
    const { dropped, problems } = run(collection([get('ntlm', { auth: { type: 'ntlm', ntlm: [] } }), get('up', upload)]))
    expect(dropped).toBe(true)
    expect(problems.map(({ message }) => message)).toEqual([
      'Left out: the authorization: the language has no words for `ntlm` authorization',
      'Left out: the upload `../../etc/passwd`: there is no such file beside the collection',
    ])
  })

  it('keeps the signatures of AWS, Hawk, OAuth 1 and JWT', () => {
    const text = yaml(
      collection([
        get('aws', { auth: { type: 'awsv4', awsv4: list({ accessKey: 'A', secretKey: 'S', region: 'eu-west-1' }) } }),
        get('hawk', { auth: { type: 'hawk', hawk: list({ authId: 'i', authKey: 'k', algorithm: 'sha256', includePayloadHash: true }) } }),
        get('oauth1', { auth: { type: 'oauth1', oauth1: list({ consumerKey: 'c', consumerSecret: 's', addParamsToHeader: true }) } }),
        get('jwt', { auth: { type: 'jwt', jwt: list({ algorithm: 'HS256', secret: 's', payload: '{"sub":"{{$guid}}"}' }) } }),
      ]),
    )
    expect(text).toContain('auth: { aws: { accessKey: A, secretKey: S, region: eu-west-1 } }')
    expect(text).toContain('auth: { hawk: { id: i, key: k, signBody: true } }')
    expect(text).toContain('auth: { oauth1: { consumerKey: c, consumerSecret: s } }')
    expect(text).toContain('auth: { jwt: { secret: s, claims: { sub: "${uuid()}" } } }')
  })

  it('makes one variable of an address that nothing sets, also one that asks for itself, and sends unknown names encoded', () => {
    const request = { request: { method: 'GET', url: '{{API}}/items/{{id}}' } }
    for (const variable of [[], [{ key: 'API', value: '{{API}}' }]]) {
      const { problems } = run(collection([{ name: 'a', ...request }], { variable }))
      expect(problems.map(({ message }) => message)).toContain('Nothing sets `{{API}}`, to which requests go')
      const text = yaml(collection([{ name: 'a', ...request }], { variable }))
      expect(text).toContain('variables:\n  API: http://api.invalid\n')
      expect(text).toContain('get: /items/%7B%7Bid%7D%7D')
    }
  })

  it('leaves a path variable without a value as it is written', () => {
    const url = { raw: '', host: ['127', '0', '0', '1'], path: [':a', ':b.json', ':c'], variable: [{ key: 'a', value: '' }, { key: 'b', value: '7' }] }
    expect(yaml(collection([{ name: 'a', request: { url } }]))).toContain('get: /:a/7.json/:c')
  })

  it.each([
    ["const uuid = require('uuid'); pm.environment.set('id', uuid.v4())", 'set: { id: "${uuid()}" }'],
    ["const { v4: make } = require('uuid'); pm.environment.set('id', `a-${make()}`)", 'set: { id: "a-${uuid()}" }'],
    ["pm.environment.set('n', Math.floor(Math.random() * 10) + 5)", 'set: { n: "${randomInt(5, 14)}" }'],
    ["pm.environment.set('n', Math.floor(Math.random() * (20 - 10 + 1) + 10))", 'set: { n: "${randomInt(10, 20)}" }'],
    ["pm.environment.set('mail', `u${Date.now()}@example.com`)", 'set: { mail: "u${timestamp()}${randomInt(100, 999)}@example.com" }'],
  ])('translates %s', (exec, expected) => {
    expect(yaml(collection([{ ...get('a'), event: [{ listen: 'prerequest', script: { exec } }] }]))).toContain(expected)
  })

  it('keeps what is made once and used twice', () => {
    const exec = "const n = Math.floor(Math.random() * 100); pm.environment.set('a', `a${n}`); pm.environment.set('b', `b${n}`)"
    const text = yaml(collection([{ ...get('r'), event: [{ listen: 'prerequest', script: { exec } }] }]))
    expect(text).toMatch(/set: \{ n: "\$\{randomInt\(0, 99\)\}" \} \}\n.*set: \{ a: "a\$\{session\.n\}" \} \}\n.*set: \{ b: "b\$\{session\.n\}" \}/)
  })

  it('turns no text of a collection into code or into a path', () => {
    const name = '../../../`rm -rf /` ${process.exit(1)} "\'\n$(id)'
    const hostile = { ...get(name, { header: [{ key: 'x', value: '${env.HOME} {{y}}' }] }), event: [{ listen: 'test', script: { exec: 'process.exit(1); pm.test("`${1}`", () => {})' } }] }
    const { files } = run(collection([{ name, item: [hostile] }], { variable: [{ key: '__proto__', value: '1' }, { key: 'constructor', value: '2' }] }))
    for (const { path } of files) expect(path).toMatch(/^(?:scripts\/)?[\w.-]+$/)
    expect(yaml(collection([hostile]))).toContain('$${env.HOME} {{y}}')
  })

  it('keeps the order of requests around folders, and duplicate names apart', () => {
    const text = yaml(collection([{ name: 'F', item: [get('a'), get('a')] }, get('last'), { name: 'F', item: [get('b')] }]))
    expect([...text.matchAll(/^ {2,6}(\S[^:]*):$/gm)].map(([, key]) => key).filter((key) => key !== 'tests')).toEqual(['F', 'a', 'a (2)', 'c', 'last', 'F-2', 'b'])
  })

  it('folds requests that differ little into cases', () => {
    const text = yaml(collection([post('one', '{"a":1,"b":2}'), post('two', '{"a":2,"b":2}'), post('three', '{"b":2}')]), { foldSimilar: true })
    expect(text).toContain('cases:')
    expect(text).toContain('patch: { $.a: 2 }')
    expect(text).toContain('unset: [$.a]')
  })

  it('is the same each time', () => {
    const text = collection([get('a'), get('b')])
    expect(run(text)).toEqual(run(text))
  })
})

const post = (name: string, raw: string) => get(name, { method: 'POST', body: { mode: 'raw', raw, options: { raw: { language: 'json' } } } })
