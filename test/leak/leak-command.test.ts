import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { LeakResult } from '../../src/runtime/leak/leak-result.ts'
import { requireComponent } from '../support/require-component.ts'
import { temporaryProject } from '../support/temporary-project.ts'

const servers = path.join(import.meta.dirname, 'servers')

function project({ runtime = 'node', env = {}, leak = '', service = '' }: { runtime?: 'node' | 'python'; env?: Record<string, string>; leak?: string; service?: string }) {
  const command = runtime === 'node' ? 'node server.cjs' : 'gunicorn --threads 2 -b 127.0.0.1:${port} app:app'
  const file = runtime === 'node' ? 'server.cjs' : 'app.py'
  const started = `process: { command: "${command}", env: ${JSON.stringify(env)}, ready: { http: /other } }`
  return temporaryProject({
    [file]: readFileSync(path.join(servers, file), 'utf8'),
    'apitest.yaml': `version: 1
services:
  web: { ${service === '' ? started : service} }
requests:
  hit: { get: /, expect: { status: 200 } }
  other: { get: /other, expect: { status: 200 } }
  missing: { get: /, expect: { status: 201 } }
leaks:
  memory: { request: hit, users: 2, warmup: { requests: 200 }, window: { requests: 1500 } ${leak} }
  fails: { request: missing, window: { requests: 400 } }
`,
  })
}

async function judge(one: ReturnType<typeof project>, name = 'memory', options: readonly string[] = []) {
  const { exitCode, stdout, stderr } = await one.apitest(['leak', name, '--format', 'json', ...options])
  return { exitCode, result: JSON.parse(stdout) as LeakResult, stderr }
}

describe('apitest leak', () => {
  test('finds a leak in Node, says how large it is, and leaves page, picture and samples', async () => {
    const one = project({ env: { CASE: 'leak_list', SIZE: '2000' } })
    const { exitCode, result } = await judge(one)
    expect({ exitCode, ...result }).toMatchObject({ exitCode: 1, verdict: 'leak', requests: 1500, metric: 'live heap', probe: 'node', passed: false })
    expect(result.bytesPerRequest).toBeGreaterThan(1900)
    expect(result.bytesPerRequest).toBeLessThan(2300)
    expect(result.low).toBeLessThanOrEqual(result.bytesPerRequest!)
    expect(result.high).toBeGreaterThanOrEqual(result.bytesPerRequest!)
    const folder = path.join(one.folder, 'apitest-report/leaks/memory')
    expect(readdirSync(folder).toSorted()).toEqual(['junit.xml', 'leak.html', 'leak.svg', 'logs', 'result.json', 'samples.csv', 'samples.json'])
    const page = readFileSync(path.join(folder, 'leak.html'), 'utf8')
    expect(page).toContain('live heap grew steadily')
    expect(page.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//)
    expect(readFileSync(path.join(folder, 'samples.csv'), 'utf8').split('\n').length).toBeGreaterThan(60)
    expect(readFileSync(path.join(folder, 'junit.xml'), 'utf8')).toContain('<failure message="leak: live heap grew steadily')
  })

  test('passes what keeps nothing, also when it makes much garbage', async () => {
    const { exitCode, result } = await judge(project({ env: { CASE: 'clean_garbage', SIZE: '2000' } }))
    expect({ exitCode, verdict: result.verdict, reason: result.reason }).toMatchObject({ exitCode: 0, verdict: 'no leak', reason: expect.stringContaining('no leak larger than') })
  })

  test('only suspects Node from outside', async () => {
    const { exitCode, result } = await judge(project({ env: { CASE: 'leak_list', SIZE: '9000' }, leak: ', probe: none' }))
    expect(exitCode).toBe(1)
    expect(result).toMatchObject({ verdict: 'inconclusive', probe: 'none', extended: true })
  })

  test('files that stay open are a leak', async () => {
    const { result } = await judge(project({ env: { CASE: 'leak_file' } }))
    expect(result.verdict).toBe('leak')
    expect(result.series.find(({ metric }) => metric === 'open files')).toMatchObject({ verdict: 'leak', perRequest: expect.closeTo(1, 1) })
  })

  test('an answer that is not what was expected counts as not tested', async () => {
    const { exitCode, result } = await judge(project({ env: { CASE: 'clean' } }), 'fails')
    expect({ exitCode, verdict: result.verdict }).toEqual({ exitCode: 1, verdict: 'not judged' })
    expect(result.reason).toMatch(/requests failed.*most often: status/)
    expect(result.hint).toContain('apitest run')
  })

  test('a rate that is not reached is no basis', async () => {
    const { result } = await judge(project({ env: { CASE: 'clean' }, leak: ', rate: 100000/s' }))
    expect(result).toMatchObject({ verdict: 'not judged', reason: expect.stringMatching(/100,000\/s was asked for and [\d,]+\/s was reached/) })
  })

  test('a service that dies ends the window with its exit status', async () => {
    const one = project({ env: { CASE: 'dies' } })
    const { exitCode, result } = await judge(one)
    expect({ exitCode, verdict: result.verdict, reason: result.reason }).toMatchObject({ exitCode: 1, verdict: 'not judged', reason: expect.stringContaining('ended with exit code 7') })
  })

  test('more memory than the limit ends the window', async () => {
    const { exitCode, result } = await judge(project({ env: { CASE: 'leak_buffer', SIZE: '200000' }, leak: ', limit: 150MiB' }))
    expect(exitCode).toBe(1)
    expect(result.reason).toMatch(/150 MiB/)
    expect(result.requests).toBeLessThan(1500)
  })

  test('a baseline is written once, and a worse version fails', async () => {
    const one = project({ env: { CASE: 'clean' }, leak: ', allow: 1MB/request, baseline: leak-baseline.json' })
    expect((await judge(one)).result.baseline).toMatchObject({ state: 'written' })
    expect(existsSync(path.join(one.folder, 'leak-baseline.json'))).toBe(true)
    one.write({ 'apitest.yaml': one.read('apitest.yaml').replace('"clean"', '"leak_list"') })
    const { exitCode, result } = await judge(one)
    expect({ exitCode, verdict: result.verdict, state: result.baseline?.state }).toEqual({ exitCode: 1, verdict: 'no leak', state: 'worse' })
  })

  test('the request that leaks is named', async () => {
    const one = project({ env: { CASE: 'leak_list', SIZE: '4000' } })
    one.write({ 'apitest.yaml': one.read('apitest.yaml').replace('request: hit, users: 2', 'requests: { hit: 1, other: 1 }, attribute: true, users: 2') })
    const { result } = await judge(one)
    expect(result.byRequest?.map(({ request, guilty }) => [request, guilty])).toEqual([
      ['hit', true],
      ['other', false],
    ])
  })

  test('what apitest did not start cannot be watched', async () => {
    const { exitCode, result } = await judge(project({ service: 'url: "http://127.0.0.1:1", allowLoad: true' }))
    expect({ exitCode, verdict: result.verdict }).toEqual({ exitCode: 1, verdict: 'not judged' })
    expect(result.reason).toContain('is a `url`')
  })

  test('a name that is not there is answered with the nearest one', async () => {
    const { exitCode, stderr } = await project({ env: { CASE: 'clean' } }).apitest(['leak', 'memori'])
    expect(exitCode).toBe(2)
    expect(stderr).toContain('Did you mean `memory`?')
  })

  const missing = requireComponent('python')

  test.skipIf(missing)('finds a leak in Python from inside, and from outside too', async () => {
    const inside = await judge(project({ runtime: 'python', env: { CASE: 'leak_list', SIZE: '1000' } }))
    expect(inside.result).toMatchObject({ verdict: 'leak', probe: 'python' })
    expect(Math.abs(inside.result.bytesPerRequest! - 1065)).toBeLessThan(110)
    const outside = await judge(project({ runtime: 'python', env: { CASE: 'leak_native', SIZE: '9000' }, leak: ', probe: none' }))
    expect(outside.result).toMatchObject({ verdict: 'leak', metric: 'anonymous memory' })
  })

  test.skipIf(missing)('a file that is mapped and read is no growth', async () => {
    const { result } = await judge(project({ runtime: 'python', env: { CASE: 'clean_mapped' }, leak: ', probe: none' }))
    expect(result.verdict).toBe('no leak')
  })
})
