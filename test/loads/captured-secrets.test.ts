import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryProject } from '../support/temporary-project.ts'

/** Gives everybody a token of their own, and prints it before anybody else can know it. */
const server = `
import { createServer } from 'node:http'
import { appendFileSync } from 'node:fs'
let count = 0
createServer((request, response) => {
  if (request.url !== '/token') {
    console.log(request.url, request.headers.authorization)
    return response.end('{}')
  }
  const token = 'granted-' + process.pid + '/"' + ++count
  console.log('granted', token)
  appendFileSync('tokens.txt', token + '\\n')
  response.end(JSON.stringify({ token }))
}).listen(process.env.PORT, '127.0.0.1')
`

test('no artefact of a load or a leak window holds what users captured as a secret', async () => {
  const steps = `[{ get: /token, capture: { token: { jsonPath: $.token, secret: true } } }, { get: "/use/\${urlEncode(captures.token)}", auth: { basic: { username: me, password: "\${captures.token}" } }, expect: { status: 200 } }]`
  const project = temporaryProject({
    'server.mjs': server,
    'apitest.yaml': `version: 1
services:
  web: { process: { command: node server.mjs, ready: { tcp: true } } }
requests:
  grant: { get: /token, expect: { status: 200 }, capture: { token: { jsonPath: $.token, secret: true } } }
loads:
  users: { users: 3, duration: 2s, wait: 10ms, tasks: [{ name: use, steps: ${steps} }] }
leaks:
  grants: { request: grant, users: 1, rate: 50/s, warmup: { requests: 20 }, window: { requests: 60 } }
`,
  })
  const { exitCode, stdout, stderr } = await project.apitest(['run', '--only', 'loads,leaks'])
  expect([0, 1], stderr).toContain(exitCode)
  const report = path.join(project.folder, 'apitest-report')
  const files = readdirSync(report, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const artefacts = files.map((file) => [path.join(file.parentPath, file.name), readFileSync(path.join(file.parentPath, file.name), 'utf8')] as const)
  const logs = artefacts.filter(([name]) => name.endsWith('web.log'))
  expect(logs.map(([, text]) => text.includes('granted ***'))).toEqual([true, true])
  const tokens = project.read('tokens.txt').trim().split('\n')
  expect(tokens.length).toBeGreaterThan(100)
  const forms = tokens.flatMap((token) => [token, encodeURIComponent(token), JSON.stringify(token).slice(1, -1), Buffer.from(`me:${token}`).toString('base64')])
  const found = [['terminal', stdout + stderr] as const, ...artefacts].filter(([, text]) => forms.some((form) => text.includes(form)))
  expect(found.map(([name]) => name)).toEqual([])
})
