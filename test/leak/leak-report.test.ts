import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { RunResult } from '../../src/runtime/report/run-result.ts'
import { leakProject, program } from './leak-project.ts'

test('windows stand in the report of the run, beside its tests, with the way to their pages', async () => {
  const services = { web: program('node server.cjs', { CASE: 'leak_list', SIZE: '3000' }) }
  const project = leakProject({ files: ['server.cjs'], services, window: { window: { requests: 800 } } })
  const spec = JSON.parse(project.read('apitest.yaml')) as Record<string, unknown>
  project.write({ 'apitest.yaml': JSON.stringify({ ...spec, name: 'one', tests: { 'it answers': { request: 'hit' } } }) })
  const { exitCode, stdout, stderr } = await project.apitest(['run', '--all', '--reporter', 'junit,json'])
  expect(exitCode, stderr).toBe(1)
  const report = path.join(project.folder, 'apitest-report')
  const result = JSON.parse(readFileSync(path.join(report, 'results.json'), 'utf8')) as RunResult
  expect(JSON.parse(stdout)).toEqual(result)
  expect(result).toMatchObject({
    status: 'failed',
    suites: [{ tests: [{ name: 'it answers', state: 'passed' }] }],
    leaks: [{ name: 'memory', service: 'web', status: 'failed', verdict: 'leak', metric: 'live heap', report: 'leaks/memory/leak.html' }],
    notRun: { leaks: [], loads: [] },
  })
  expect(existsSync(path.join(report, result.leaks![0]!.report!))).toBe(true)
  const page = readFileSync(path.join(report, 'report.html'), 'utf8')
  expect(page).toContain('href="./leaks/memory/leak.html"')
  expect(page).toContain('memory: leak')
  expect(page).toContain('1 passed, 1 leak window failed')
  expect(readFileSync(path.join(report, 'junit.xml'), 'utf8')).toMatch(
    /<testsuites name="one" tests="2" failures="1"[\s\S]*<testsuite name="leaks" tests="1" failures="1"[\s\S]*<failure message="leak: live heap grew steadily/,
  )
  // what the service printed while the tests ran is still there
  expect(existsSync(path.join(report, result.services[0]!.log!))).toBe(true)
})

test('windows alone have a report too', async () => {
  const services = { web: program('node server.cjs', { CASE: 'clean' }) }
  const project = leakProject({ files: ['server.cjs'], services, window: { window: { requests: 800 } } })
  const { exitCode } = await project.apitest(['run', '--only', 'leaks'])
  expect(exitCode).toBe(0)
  const page = readFileSync(path.join(project.folder, 'apitest-report/report.html'), 'utf8')
  expect(page).toContain('memory: no leak')
  expect(page).toContain('>1 leak window passed</p>')
})

test('`--failed` still knows the tests when windows ran since', async () => {
  const services = { web: program('node server.cjs', { CASE: 'clean' }) }
  const project = leakProject({ files: ['server.cjs'], services, window: { window: { requests: 800 } } })
  const spec = JSON.parse(project.read('apitest.yaml')) as Record<string, unknown>
  const tests = { 'it answers': { request: 'hit' }, 'it is created': { get: '/', expect: { status: 201 } } }
  project.write({ 'apitest.yaml': JSON.stringify({ ...spec, tests }) })
  await project.apitest(['run'])
  expect((await project.apitest(['run', '--only', 'leaks'])).exitCode).toBe(0)
  const { exitCode, stdout } = await project.apitest(['run', '--failed', '--reporter', 'json'])
  expect(exitCode).toBe(1)
  const ran = (JSON.parse(stdout) as RunResult).suites.flatMap((suite) => suite.tests).filter(({ state }) => state !== 'not run')
  expect(ran.map(({ name }) => name)).toEqual(['it is created'])
})
