import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { shopServer } from './support/shop-server.ts'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

const spec = `version: 1
name: shop
env:
  PLACE: { default: nowhere }
variables: { region: eu }
services:
  shop:
    process: { command: node server.mjs, ready: { http: /health } }
tests:
  the shop is up:
    tags: [smoke]
    get: /health
    expect: { status: 200 }
  an echo:
    with:
      - { word: red }
      - { word: blue }
    post: /echo
    json: { word: "\${row.word}", region: "\${variables.region}", place: "\${env.PLACE}" }
    expect: { jsonPath: { $.body.word: "\${row.word}" } }
  items:
    tags: [smoke, slow]
    get: /items
    expect: { status: 200 }
`

function shop(text = spec): TemporaryProject {
  return temporaryProject({ 'apitest.yaml': text, 'server.mjs': shopServer })
}

/** Lines of tests in the output, without durations. */
function testLines(stdout: string): readonly string[] {
  return stdout.split('\n').filter((line) => /^ {2}[✓✗○≈]/.test(line)).map((line) => line.trim().replace(/ {2}[\d.]+ m?s.*$/, ''))
}

describe('apitest run', () => {
  test('compiles, runs, reports, and does nothing twice', async () => {
    const project = shop()
    const first = await project.apitest(['run'])
    expect(first).toMatchObject({ exitCode: 0, stderr: '' })
    expect(first.stdout).toContain('compiled into generated/')
    expect(testLines(first.stdout)).toEqual(['✓ the shop is up', '✓ an echo › word=red', '✓ an echo › word=blue', '✓ items'])
    expect(readdirSync(path.join(project.folder, 'apitest-report')).toSorted()).toEqual(['logs', 'report.html', 'results.json'])
    expect(project.read('apitest-report/logs/shop.log')).toContain('GET /items')
    const results = JSON.parse(project.read('apitest-report/results.json')) as { services: unknown[]; suites: { tests: { place: unknown; exchanges: unknown[] }[] }[] }
    expect(results.services).toMatchObject([{ name: 'shop', kind: 'process', state: 'stopped', log: 'logs/shop.log' }])
    expect(results.suites[0]!.tests[3]).toMatchObject({ place: { file: 'apitest.yaml', line: 21, column: 3 }, exchanges: [{ response: { status: 200 } }] })
    expect((await project.apitest(['run'])).stdout).not.toContain('compiled')
    expect(readdirSync(project.folder).toSorted()).toEqual(['apitest-report', 'apitest.yaml', 'generated', 'node_modules', 'server.mjs'])
  })

  test.each<[string, readonly string[], readonly string[]]>([
    ['a name', ['-t', 'ECHO'], ['✓ an echo › word=red', '✓ an echo › word=blue']],
    ['the name of a row', ['-t', 'word=blue'], ['✓ an echo › word=blue']],
    ['a tag and not another', ['--tag', 'smoke', '--not', 'slow'], ['✓ the shop is up']],
    ['the line of a test', ['apitest.yaml:22'], ['✓ items']],
    ['the line of a row', ['apitest.yaml:17'], ['✓ an echo › word=blue']],
    ['a part', ['--shard', '2/2'], ['✓ an echo › word=red', '✓ an echo › word=blue']],
  ])('chooses tests by %s', async (_, options, lines) => {
    const { exitCode, stdout, stderr } = await shop().apitest(['run', ...options])
    expect({ exitCode, stderr, lines: testLines(stdout) }).toEqual({ exitCode: 0, stderr: '', lines })
  })

  test.each<[string, readonly string[], RegExp]>([
    ['a tag that no test has', ['--tag', 'smoek'], /Did you mean `smoke`/],
    ['a line without a test', ['apitest.yaml:2'], /No test stands at line 2 of `apitest.yaml`\nhint: The nearest is `the shop is up`: `apitest.yaml:10`/],
    ['a file that is not there', ['apitest.yml'], /There is no file `apitest.yml`/],
    ['failures where there were none', ['--failed'], /`--failed` needs the results of an earlier run/],
    ['leaks, where there are none', ['--only', 'leaks'], /shop has no leak windows/],
    ['a variable without a value', ['--var', 'region'], /`--var` takes NAME=VALUE/],
  ])('refuses %s', async (_, options, message) => {
    const { exitCode, stdout, stderr } = await shop().apitest(['run', ...options])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(message)
  })

  test('a name that no test and no row has fails the run, without a service', async () => {
    const { exitCode, stdout } = await shop().apitest(['run', '-t', 'itmes'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain("No test's name contains `itmes`\n  hint: Did you mean `items`?")
    expect(stdout).not.toContain('● shop')
  })

  test('runs suites as they are written, however large they are', async () => {
    const suites = Object.entries({ small: 1, large: 20, middle: 5 }).map(([name, count]) => {
      const tests = Array.from({ length: count }, (_, index) => `      test ${index}: { get: /items, expect: { status: 200 } }\n`)
      return `  ${name}:\n    tests:\n${tests.join('')}`
    })
    const { stdout } = await shop(`${spec}suites:\n${suites.join('')}`).apitest(['run'])
    expect(stdout.split('\n').filter((line) => /^[a-z]+$/.test(line))).toEqual(['shop', 'small', 'large', 'middle'])
  })

  test('runs again what failed', async () => {
    const project = shop(spec.replace('"${row.word}" } }', 'blue } }').replace('expect: { status: 200 }\n  an', 'expect: { status: 201 }\n  an'))
    const first = await project.apitest(['run'])
    expect(first.exitCode).toBe(1)
    expect(first.stdout).toContain('Again  npx apitest run --failed')
    const again = await project.apitest(['run', '--failed'])
    expect(testLines(again.stdout)).toEqual(['✗ the shop is up', '✗ an echo › word=red'])
    expect(testLines((await project.apitest(['run', '--failed', '--bail'])).stdout)).toEqual(['✗ the shop is up'])
  })

  test('stops after as many failures as `--bail` says, also where they stand in a group', async () => {
    const project = shop(`${spec.slice(0, spec.indexOf('tests:'))}tests:
  rows: { with: [{ n: 1 }, { n: 2 }, { n: 3 }], get: "/health?\${row.n}", expect: { status: 201 } }
  more: { get: /health, expect: { status: 201 } }
`)
    expect(testLines((await project.apitest(['run', '--bail', '2'])).stdout)).toEqual(['✗ rows › n=1', '✗ rows › n=2'])
  })

  test('ends in good order when nobody reads its output', async () => {
    const project = shop()
    const { stdout } = await project.run('bash', ['-c', 'node node_modules/apitest/bin/apitest.js run 2>errors | head -n 1; echo "${PIPESTATUS[0]}"'])
    expect(stdout).toMatch(/\n0\n$/)
    expect(project.read('errors')).toBe('')
    expect(project.read('apitest-report/results.json')).toMatch(/"state": ?"stopped"/)
  })

  test('refuses a variable where the specification has none', async () => {
    const { exitCode, stderr } = await shop(spec.replace('variables: { region: eu }\n', '').replace(', region: "${variables.region}"', '')).apitest(['run', '--var', 'a=b'])
    expect(exitCode).toBe(2)
    expect(stderr).toBe('error No variable is named `a` (`--var`)\nhint: The specification has no `variables`\n')
  })

  test('says what is wrong with the report folder, and with the folder of the project', async () => {
    const project = shop()
    project.write({ blocked: 'a file', 'odd#name/apitest.yaml': spec, 'odd#name/server.mjs': shopServer })
    const blocked = await project.apitest(['run', '--report', 'blocked'])
    expect(blocked).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(/^error The report folder .*blocked cannot be written: .*\nhint: Choose another one/) as unknown })
    const odd = await project.apitest(['run', 'odd#name/apitest.yaml'])
    expect(odd).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/^error Vitest cannot load tests from a folder with `#` in its path/) as unknown })
  })

  test('hands over variables, environment files and the seed', async () => {
    const project = shop()
    project.write({ '.env.test': 'PLACE=here\nPORT_OF_NOTHING=1\n' })
    const { exitCode, stdout } = await project.apitest(['run', '-t', 'echo', '--var', 'region=us', '--env-file', '.env.test', '--seed', '42', '--reporter', 'json'])
    expect(exitCode).toBe(0)
    const results = JSON.parse(stdout) as { seed: number; suites: { tests: { exchanges: { request: { body: { text: string } } }[] }[] }[] }
    expect(results.seed).toBe(42)
    expect(JSON.parse(results.suites[0]!.tests[0]!.exchanges[0]!.request.body.text)).toEqual({ word: 'red', region: 'us', place: 'here' })
  })

  test('says which variable does not exist, and starts nothing', async () => {
    const { exitCode, stdout, stderr } = await shop().apitest(['run', '--var', 'regoin=us'])
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain('No variable is named `regoin`')
    expect(stdout).not.toContain('● shop')
  })

  test('shows mistakes of the specification in place with exit code 2, and starts nothing', async () => {
    const { exitCode, stdout, stderr } = await shop(spec.replace('get: /items', 'gett: /items')).apitest(['run'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^apitest\.yaml:23:5 error unknown-key: `gett`/)
  })

  test('does not overwrite a generated file that was edited: exit code 3', async () => {
    const project = shop()
    await project.apitest(['compile'])
    project.write({ 'generated/services.ts': `${project.read('generated/services.ts')}// mine\n` })
    const { exitCode, stderr } = await project.apitest(['run'])
    expect(exitCode).toBe(3)
    expect(stderr).toContain('`generated/services.ts` was edited since it was generated')
    expect(project.read('generated/services.ts')).toContain('// mine')
    expect((await project.apitest(['run', '--force'])).exitCode).toBe(0)
  })

  test('a service that cannot start is one block and exit code 4', async () => {
    const { exitCode, stdout } = await shop(spec.replace('node server.mjs', 'nodx server.mjs')).apitest(['run'])
    expect(exitCode).toBe(4)
    expect(stdout.match(/nodx/g)).toHaveLength(2)
    expect(stdout).toMatch(/apitest\.yaml:8:\d+ Service `shop` cannot start/)
  })

  test('only skipped tests are no success', async () => {
    const { exitCode, stdout } = await shop(spec.replaceAll(/\n( {4})(get|with):/g, '\n$1skip: ticket 12\n$1$2:')).apitest(['run'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('No test ran: 4 of 4 are skipped')
  })

  test('`only` is an error in CI, also when the project was compiled before', async () => {
    const project = shop(spec.replace('    get: /items', '    only: true\n    get: /items'))
    const local = await project.apitest(['run'])
    expect({ exitCode: local.exitCode, lines: testLines(local.stdout) }).toEqual({ exitCode: 0, lines: ['✓ items'] })
    expect(local.stdout).toContain('1 passed · 3 not run')
    const inCI = await project.apitest(['run'], { env: { CI: 'true' } })
    expect(inCI.exitCode).not.toBe(0)
    expect(inCI.stdout + inCI.stderr).toContain('only')
  })

  test('writes annotations and a summary in GitHub Actions, junit.xml in every CI', async () => {
    const project = shop(spec.replace('status: 200 }\n  an', 'status: 201 }\n  an'))
    const { exitCode, stderr } = await project.apitest(['run'], { env: { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: path.join(project.folder, 'summary.md') } })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^::error file=apitest\.yaml,line=13,/m)
    expect(project.read('summary.md')).toContain('the shop is up')
    expect(project.read('apitest-report/junit.xml')).toContain('<testcase')
  })

  test('rebuilds reports from the results', async () => {
    const project = shop()
    await project.apitest(['run', '-t', 'items', '--report', 'out'])
    expect(await project.apitest(['report', 'out'])).toEqual({ exitCode: 0, stdout: 'out/report.html\n', stderr: '' })
    expect((await project.apitest(['report', 'out', '--format', 'junit'])).stdout).toContain('<testcase name="items"')
    expect(await project.apitest(['report'])).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There are no results in `apitest-report`') })
  })

  test('runs the tests of one included file', async () => {
    const project = shop(spec.replace('name: shop', 'name: shop\ninclude: [more/*.apitest.yaml]'))
    project.write({ 'more/extra.apitest.yaml': 'tests:\n  an extra:\n    get: /health\n    expect: { status: 200 }\n' })
    expect(testLines((await project.apitest(['run', 'more/extra.apitest.yaml'])).stdout)).toEqual(['✓ an extra'])
    expect(testLines((await project.apitest(['run', 'more/extra.apitest.yaml:3'])).stdout)).toEqual(['✓ an extra'])
  })

  test('runs several specifications one after the other, each with its report', async () => {
    const project = temporaryProject({ 'a/apitest.yaml': spec.replace('name: shop', 'name: first'), 'a/server.mjs': shopServer, 'b/apitest.yaml': spec.replace('/items', '/nothing'), 'b/server.mjs': shopServer })
    const { exitCode, stdout } = await project.apitest(['run', 'a', 'b', '--report', 'out'])
    expect(exitCode).toBe(1)
    expect(testLines(stdout)).toHaveLength(8)
    expect(readdirSync(path.join(project.folder, 'out'))).toEqual(['first', 'shop'])
  })
})

describe('Ctrl-C', () => {
  const slow = `version: 1
name: slow
services:
  shop:
    process: { command: node server.mjs, ready: { http: /health } }
tests:
  quick:
    get: /health
    expect: { status: 200 }
  endless:
    steps:
      - get: /token
        capture: { token: $.token }
      - get: /nothing
        poll: { for: 60s, every: 50ms }
        expect: { status: 200 }
    cleanup:
      - delete: /cleaned/\${captures.token}
`

  test('once: cleanups run, services stop, a report is written, exit code 130', async () => {
    const project = shop(slow)
    const run = start(project)
    await run.until(/✓ quick/)
    await sleep(1500)
    run.interrupt()
    expect(await run.ended).toBe(130)
    expect(run.output()).toContain('interrupted')
    expect(project.read('apitest-report/logs/shop.log')).toMatch(/DELETE \/cleaned/)
    expect(JSON.parse(project.read('apitest-report/results.json'))).toMatchObject({ status: 'interrupted', services: [{ state: 'stopped' }] })
    expect(readdirSync(path.join(project.folder, 'apitest-report')).filter((name) => name.startsWith('.run'))).toEqual([])
    expect(processesIn(project.folder)).toEqual([])
  })

  test('twice: at once, and nothing is left running', async () => {
    const project = shop(slow.replace('/health } }', '/health }, stop: { grace: 30s } }').replace('node server.mjs', "node stubborn.mjs"))
    project.write({ 'stubborn.mjs': `process.on('SIGTERM', () => {})\n${shopServer}` })
    const run = start(project)
    await run.until(/✓ quick/)
    run.interrupt()
    await sleep(700)
    run.interrupt()
    expect(await run.ended).toBe(130)
    await expect.poll(() => processesIn(project.folder), { timeout: 10_000 }).toEqual([])
  })

  test('while a service starts: it is not waited for', async () => {
    const project = shop(slow.replace('/health }', '/nothing, status: 200, timeout: 60s }'))
    const run = start(project)
    await expect.poll(() => existsSync(path.join(project.folder, 'apitest-report')) && processesIn(project.folder).length > 0, { timeout: 20_000 }).toBe(true)
    await sleep(500)
    run.interrupt()
    expect(await run.ended).toBe(130)
    await expect.poll(() => processesIn(project.folder), { timeout: 10_000 }).toEqual([])
  })
})

test('--watch runs again when the specification changes, and Ctrl-C ends it', async () => {
  const project = shop()
  const run = start(project, ['--watch', '-t', 'items'])
  await run.until(/watching \d+ file/)
  project.write({ 'apitest.yaml': spec.replace('get: /items', 'get: /nothing') })
  await run.until(/✗ items[\s\S]*watching/)
  project.write({ 'apitest.yaml': spec.replace('get: /items', 'gett: /nothing') })
  await run.until(/unknown-key[\s\S]*watching/)
  project.write({ 'apitest.yaml': spec })
  await run.until(/unknown-key[\s\S]*✓ items[\s\S]*watching/)
  run.interrupt()
  expect(await run.ended).toBe(0)
  expect(processesIn(project.folder)).toEqual([])
})

function start(project: TemporaryProject, options: readonly string[] = []) {
  const bin = path.join(import.meta.dirname, '../bin/apitest.js')
  const { VITEST: _, CI: __, ...env } = process.env
  const child: ChildProcess = spawn(process.execPath, [bin, 'run', ...options], { cwd: project.folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  child.stdout!.on('data', (data: Buffer) => (output += data))
  child.stderr!.on('data', (data: Buffer) => (output += data))
  return {
    output: () => output,
    until: (pattern: RegExp) => expect.poll(() => output, { timeout: 40_000 }).toMatch(pattern),
    // a terminal sends it to the whole group
    interrupt: () => process.kill(-child.pid!, 'SIGINT'),
    ended: new Promise<number | null>((resolve) => child.once('close', resolve)),
  }
}

/** Processes whose working directory lies in a folder, other than apitest itself. */
function processesIn(folder: string): readonly string[] {
  const real = realpathSync(folder)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readCommand(pid)
        return realpathSync(`/proc/${pid}/cwd`).startsWith(real) && /server\.mjs|stubborn\.mjs|worker\.js/.test(command) ? [command] : []
      } catch {
        return []
      }
    })
}

function readCommand(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
}
