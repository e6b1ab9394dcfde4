import { expect, test } from 'vitest'
import { temporaryProject } from './support/temporary-project.ts'

/** What only the run can see, and what other tools let pass: each is red, with the reason. */
const server = `import { createServer } from 'node:http'
const answers = {
  '/health': [200, '{}'],
  '/null': [200, '{"a":null}'],
  '/missing': [200, '{"b":1}'],
  '/text': [200, '{"n":"1","path":"/a/","flag":"true"}'],
  '/number': [200, '{"n":1,"flag":1}'],
  '/empty': [200, '{"items":[]}'],
  '/nothing': [200, ''],
  '/html': [200, '<html>Not found</html>', 'text/html'],
  '/broken': [200, '{"a":'],
  '/error': [500, '{"error":"boom"}'],
  '/disguised': [200, '{"error":"boom"}'],
}
createServer((request, response) => {
  if (request.url === '/reset') return request.socket.destroy()
  if (request.url === '/short') return response.writeHead(200, { 'content-length': 100 }).end('{}', () => request.socket.destroy())
  if (request.url === '/slow') return
  if (request.url === '/loop') return response.writeHead(302, { location: '/loop' }).end()
  const [status, body, type = 'application/json'] = answers[request.url] ?? [404, '{}']
  response.writeHead(status, { 'content-type': type }).end(body)
}).listen(process.env.PORT, '127.0.0.1')
`

/** A test as the YAML has it, and what it says when it fails. */
const probes: readonly (readonly [title: string, test: string, reason: RegExp])[] = [
  ['a status that was checked as a range', '{ get: /health, expect: { status: { gte: 101, lt: 150 } } }', /status: expected .*< 150, got 200/],
  ['a status of a list', '{ get: /missing, expect: { status: [201, 204] } }', /status: expected .*201.*204.*, got 200/],
  ['text that looks like a pattern', '{ get: /text, expect: { jsonPath: { $.path: "/zzz|a/" } } }', /\$\.path: expected "\/zzz\|a\/", got "\/a\/"/],
  ['null where nothing was expected', '{ get: /null, expect: { jsonPath: { $.a: { exists: false } } } }', /\$\.a: expected nothing, got null/],
  ['nothing where null was expected', '{ get: /missing, expect: { jsonPath: { $.a: null } } }', /\$\.a: expected null, got nothing/],
  ['nothing where anything but a value was expected', '{ get: /missing, expect: { jsonPath: { $.a: { not: 2 } } } }', /\$\.a: expected .*got nothing/],
  ['text where a number was expected', '{ get: /text, expect: { jsonPath: { $.n: 1 } } }', /\$\.n: expected 1 \(a number\), got "1" \(a string\)/],
  ['a number where text was expected', '{ get: /number, expect: { jsonPath: { $.n: "1" } } }', /\$\.n: expected "1" \(a string\), got 1 \(a number\)/],
  ['text where a number was to be compared', '{ get: /text, expect: { jsonPath: { $.n: { gte: 1 } } } }', /\$\.n: expected .*got "1"/],
  ['1 where true was expected', '{ get: /number, expect: { jsonPath: { $.flag: true } } }', /\$\.flag: expected true \(a boolean\), got 1 \(a number\)/],
  ['an empty list under `each`', '{ get: /empty, expect: { jsonPath: { $.items: { each: { type: string } } } } }', /\$\.items: .*(empty|no elements|nothing)/],
  ['an empty list where one element was expected', '{ get: /empty, expect: { jsonPath: { "$.items[*].id": { exists: true } } } }', /items.*got nothing/],
  ['no body at all', '{ get: /nothing, expect: { jsonLike: { a: 1 } } }', /expected JSON, got an empty body/],
  ['HTML where JSON was expected', '{ get: /html, expect: { jsonLike: { a: 1 } } }', /expected JSON, got another body: Unexpected "<"/],
  ['JSON that ends too early', '{ get: /broken, expect: { jsonPath: { $.a: 1 } } }', /expected JSON, got another body: Unexpected the end/],
  ['an error status that nobody expected', '{ get: /error, expect: { jsonPath: { $.error: boom } } }', /status: expected below 400, got 500/],
  ['an error inside of a success', '{ service: strict, get: /disguised, expect: { status: 200 } }', /failIf: /],
  ['a connection that is refused', '{ get: "http://127.0.0.1:9/", expect: { status: any } }', /connection refused/],
  ['a connection that is cut', '{ get: /reset, expect: { status: any } }', /closed the connection without an answer/],
  ['an answer that is cut', '{ get: /short, expect: { status: any } }', /closed the connection in the middle|shorter or longer/],
  ['no answer in time', '{ get: /slow, timeout: 200ms, expect: { status: any } }', /took longer than 200ms/],
  ['redirects without end', '{ get: /loop, expect: { status: any } }', /Stopped after 10 redirects/],
  ['a capture that selects nothing', '{ steps: [{ get: /missing, expect: { status: 200 }, capture: { id: $.id } }] }', /capture `id`: `\$\.id` selects nothing/],
]

test('what only the run can see is red, each with its reason', async () => {
  const project = temporaryProject({
    'server.mjs': server,
    'apitest.yaml': [
      'version: 1',
      'services:',
      '  web: { process: { command: node server.mjs, ready: { http: /health } } }',
      '  strict:',
      '    process: { command: node server.mjs, ready: { http: /health } }',
      '    failIf: { jsonPath: { $.error: { exists: true } } }',
      'tests:',
      ...probes.map(([title, text]) => `  ${JSON.stringify(title)}: ${text}`),
      '',
    ].join('\n'),
  })
  const { exitCode, stdout, stderr } = await project.apitest(['run'])
  expect(exitCode, stderr).toBe(1)
  const { suites } = JSON.parse(project.read('apitest-report/results.json')) as {
    suites: { tests: { name: string; state: string; failures: { message: string; place: { line: number } }[] }[] }[]
  }
  const tests = suites.flatMap((suite) => suite.tests)
  expect(tests.map(({ name, state }) => `${name}: ${state}`)).toEqual(probes.map(([title]) => `${title}: failed`))
  const told = probes.map(([title, , reason], index) => {
    const [failure] = tests[index]!.failures
    return [title, failure?.place.line, reason.test(failure?.message ?? '') || failure?.message]
  })
  // `failIf` stands with the service
  expect(told).toEqual(probes.map(([title], index) => [title, title.startsWith('an error inside') ? 6 : index + 8, true]))
  expect(stdout).toContain(`${probes.length} failed`)
})
