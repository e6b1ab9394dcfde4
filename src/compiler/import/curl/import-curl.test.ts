import { parse } from 'yaml'
import { afterEach, expect, it } from 'vitest'
import { importCurl } from './import-curl.ts'

const envs: string[] = []
afterEach(() => envs.splice(0))

function imported(line: string) {
  const { files, problems } = importCurl({ line })
  expect(problems).toEqual([])
  const spec = parse(files[0]!.text) as { env?: object; services: { api: { url: string } }; tests: Record<string, Record<string, unknown>> }
  const [[title, test] = ['', {}]] = Object.entries(spec.tests)
  return { ...spec, title, test, env: spec.env, url: spec.services.api.url, secrets: files.find(({ path }) => path === '.env')?.text }
}

it.each<[string, object]>([
  ['curl https://x.example', { get: '/' }],
  ["curl 'https://x.example/a?b=1&b=2&c=x%20y'", { get: '/a', query: { b: [1, 2], c: 'x y' } }],
  ["curl 'https://x.example/a?b&c=%zz'", { get: '/a?b&c=%zz' }],
  [`curl -XPUT https://x.example -H'Content-Type: application/json' -d '{"a": [1, "b"]}'`, { put: '/', json: { a: [1, 'b'] } }],
  [`curl https://x.example --json '{"a":1.0}'`, { post: '/', text: '{"a":1.0}', headers: { accept: 'application/json', 'content-type': 'application/json' } }],
  ['curl https://x.example -d a=1 -d b=x+y', { post: '/', form: { a: 1, b: 'x y' } }],
  ['curl https://x.example --data-urlencode "q=a b&c"', { post: '/', text: 'q=a%20b%26c', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['curl -G https://x.example/s -d q=1 --data-urlencode "r=a b"', { get: '/s', query: { q: 1, r: 'a b' } }],
  ['curl https://x.example -F a=1 -F "f=@pic.png;type=image/png"', { post: '/', multipart: { a: '1', f: { file: 'pic.png', contentType: 'image/png' } } }],
  ['curl https://x.example --data-binary @body.bin -H "content-type: image/png"', { post: '/', file: 'body.bin', headers: { 'content-type': 'image/png' } }],
  ['curl -I https://x.example', { head: '/' }],
  ['curl -sSL --compressed -A me -e https://r.example https://x.example', { get: '/', headers: { 'user-agent': 'me', referer: 'https://r.example' } }],
  ["curl $'https://x.example/\\u00e9' \\\n  -H 'accept: text/html'", { get: '/é', headers: { accept: 'text/html' } }],
  ["curl https://x.example -d '${env.HOME}'", { post: '/', text: '$${env.HOME}', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  [`curl https://x.example -H 'content-type: application/json' -d '{"a":"\\u0024{uuid()}"}'`, { post: '/', json: { a: '$${uuid()}' } }],
])('%s', (line, request) => {
  expect(imported(line).test).toEqual({ ...request, expect: { status: '2xx' } })
})

/** As developer tools write a text for the Windows command prompt. */
function forCommandPrompt(text: string): string {
  const carets = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll(/[^a-zA-Z0-9\s_\-:=+~'/.,?;()*`]/g, '^$&')
  return `^"${carets.replaceAll(/%(?=\w)/g, '%^').replaceAll(/\r?\n/g, '^\n\n')}^"`
}

it.each(['{"a":"it\'s \\"so\\" \\\\ & | <b> 100%PATH% ^ $HOME !x! é"}', 'two\nlines\n\nand "more"\\', '^^"', 'a\\'])(
  'reads what browsers copy for the Windows command prompt: %j',
  (text) => {
    const line = `curl ^"https://x.example/a?b=1^&c=%^41^" ^\r\n  -X ^"PUT^" ^\r\n  -H ^"x-a: ^\\^"b^\\^"^" ^\r\n  --data-raw ${forCommandPrompt(text)} &`
    const { test } = imported(line)
    expect(test).toMatchObject({ put: '/a?b=1&c=%41', headers: { 'x-a': '"b"' } })
    expect(String(test['text']).replaceAll('$${', '${')).toBe(text)
  },
)

it('leaves out what a browser adds on its own', () => {
  const { files, problems } = importCurl({
    line: "curl 'https://x.example/a' -H 'accept: application/json' -H 'origin: https://x.example' -H 'sec-fetch-mode: cors' -H 'user-agent: Mozilla/5.0' --compressed ;",
  })
  expect(parse(files[0]!.text).tests).toEqual({
    'GET /a': { get: '/a', headers: { accept: 'application/json' }, expect: { status: '2xx' } },
  })
  expect(problems.map(({ message }) => message)).toEqual(['3 headers that the browser adds on its own were left out'])
})

it('keeps secrets out of the spec', () => {
  const { test, env, secrets } = imported(`curl -u bob:hunter2 'https://x.example/a?api_key=k1k1' -H 'X-Api-Key: k2k2' -b 'sid=s3s3'`)
  expect(test).toMatchObject({
    query: { api_key: '${env.API_KEY}' },
    headers: { 'X-Api-Key': '${env.API_KEY_2}' },
    cookies: { sid: '${env.COOKIE_SID}' },
    auth: { basic: { username: 'bob', password: '${env.API_PASSWORD}' } },
  })
  expect(Object.keys(env ?? {})).toEqual(['API_PASSWORD', 'API_KEY', 'API_KEY_2', 'COOKIE_SID'])
  expect(secrets).toContain('API_PASSWORD=hunter2\n')
})

it('reads variables of the shell as variables of the environment', () => {
  const { test, env } = imported(`curl https://x.example -H "authorization: Bearer $TOKEN" --data-raw "it's \${NAME}"`)
  expect(test).toMatchObject({ auth: { bearer: '${env.TOKEN}' }, text: "it's ${env.NAME}" })
  expect(env).toEqual({ TOKEN: { required: true, secret: true }, NAME: { required: true, secret: true } })
})

it.each([
  ['curl --frobnicate https://x.example', /`--frobnicate` is no flag/],
  ['curl --headr a:b https://x.example', /no flag/],
  ['wget https://x.example', /begins with `wget`/],
  ['curl', /names no URL/],
  ["curl 'https://x.example", /never closed/],
  ['curl https://x.example -d $(cat /etc/passwd)', /never run/],
  ['curl https://x.example https://y.example', /second URL/],
  ['curl https://x.example -H', /needs a value/],
  ['curl https://x.example -b cookies.txt', /file of cookies/],
  ['Invoke-WebRequest -Uri "https://x.example"', /begins with `Invoke-WebRequest`/],
])('%s is refused in words', (line, message) => {
  const { files, problems } = importCurl({ line })
  expect(files).toEqual([])
  expect(problems[0]).toMatchObject({ severity: 'error', message: expect.stringMatching(message) })
})
