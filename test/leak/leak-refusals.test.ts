import { expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { judge, leakProject, program } from './leak-project.ts'

/** Everything that is refused fails, says why, and says what to do. */
function expectRefusal({ exitCode, result }: Awaited<ReturnType<typeof judge>>, reason: RegExp, hint: RegExp): void {
  expect({ exitCode, verdict: result.verdict, passed: result.passed }).toEqual({ exitCode: 1, verdict: 'not judged', passed: false })
  expect(result.reason).toMatch(reason)
  expect(result.hint).toMatch(hint)
}

const node = (env: Readonly<Record<string, string>>, command = 'node server.cjs') => ({ web: program(command, env) })

test('more than 1 % of failed answers', async () => {
  const requests = { hit: { get: '/', expect: { status: 201 } } }
  const one = leakProject({ files: ['server.cjs'], services: node({ CASE: 'clean' }), requests })
  expectRefusal(await judge(one), /requests failed \(100\.0 %\).*most often: status/, /apitest run/)
})

test('fewer than 12 looks at memory', async () => {
  const window = { probe: 'none', window: { requests: 8, extend: false } }
  const one = leakProject({ files: ['server.cjs'], services: node({ CASE: 'clean' }), window })
  expectRefusal(await judge(one), /only 8 requests and \d looks at memory; a verdict needs 12/, /window: \{ requests: 24000 \}/)
})

test('a rate that is not reached', async () => {
  const one = leakProject({ files: ['server.cjs'], services: node({ CASE: 'clean' }), window: { rate: '100000/s' } })
  expectRefusal(await judge(one), /100,000\/s was asked for and [\d,.]+\/s was reached/, /Lower `rate`/)
})

test('a service that runs elsewhere', async () => {
  const one = leakProject({ files: [], services: { web: { url: 'http://127.0.0.1:1', allowLoad: true } } })
  expectRefusal(await judge(one), /`web` is a `url`/, /Describe it as `process`/)
})

test('a probe that the service does not answer', async () => {
  const services = node({ CASE: 'clean' }, 'node server.cjs')
  const one = leakProject({ files: ['server.cjs'], services, window: { probe: { post: '/__gc' } }, write: { 'server.cjs': notFound } })
  expectRefusal(await judge(one), /the probe POST \/__gc was answered with status 404/, /probe: none/)
})

const notFound = `require('node:http').createServer((request, response) => {
  response.statusCode = request.url === '/__gc' ? 404 : 200
  response.end('{}')
}).listen(process.env.PORT, '127.0.0.1')
`

test('a service that dies', async () => {
  const one = leakProject({ files: ['server.cjs'], services: node({ CASE: 'dies' }) })
  expectRefusal(await judge(one), /`web` ended with exit code 7 after [\d,]+ requests/, /Its last lines are in .*web\.log/)
})

test('a worker of a cluster that dies and is replaced', async () => {
  const services = node({ CASE: 'worker_dies' }, 'node cluster.cjs')
  const one = leakProject({ files: ['cluster.cjs', 'server.cjs'], services })
  expectRefusal(await judge(one), /a process of `web` \(pid \d+\) ended while requests failed/, /Its last lines/)
})

const python = requireComponent('python')

test.skipIf(python)('a worker of gunicorn that is killed', async () => {
  const services = { web: program('gunicorn -w 2 -b 127.0.0.1:${port} app:app', { CASE: 'worker_killed' }) }
  const one = leakProject({ files: ['app.py'], services, window: { probe: 'none' } })
  expectRefusal(await judge(one), /a worker of `web` died: .*SIGKILL/, /Its last lines/)
})

test('growth beyond the limit ends the window and fails', async () => {
  const services = node({ CASE: 'leak_buffer', SIZE: '200000' })
  const { exitCode, result } = await judge(leakProject({ files: ['server.cjs'], services, window: { limit: '150MiB' } }))
  expect({ exitCode, passed: result.passed }).toEqual({ exitCode: 1, passed: false })
  expect(result.reason).toMatch(/`web` uses 1[5-9]\d MiB, more than its limit of 150 MiB/)
  expect(result.requests).toBeLessThan(1500)
})
