import { describe, expect, it } from 'vitest'
import { importPostman } from './import-postman.ts'

const collection = (item: readonly object[], more: object = {}): string =>
  JSON.stringify({ info: { name: 'c', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' }, item, ...more })
const run = (text: string, options: { rows?: readonly unknown[]; foldSimilar?: boolean } = {}) =>
  importPostman({ collection: { file: 'c.json', text }, upload: () => undefined, ...options })
const yaml = (text: string, options = {}) => run(text, options).files.find(({ path }) => path === 'apitest.yaml')?.text ?? ''
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
