import { spawn } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { endProcesses, killProcesses } from './end-processes.ts'
import { memberFinder } from './find-members.ts'
import { isAlive, processName, readProcess, readProcessTable } from './process-table.ts'

const folder = mkdtempSync(join(tmpdir(), 'process-table-'))
const token = join(folder, 'token')
afterAll(() => rmSync(folder, { recursive: true }))
const mark = { marker: ',session.web,', token }

function start(script: string, { marked }: { marked: 'environment' | 'file' | 'not' }): number {
  const file = openSync(token, 'a')
  const env = { PATH: process.env.PATH, ...(marked === 'environment' && { APITEST_SERVICE: `,outer.x${mark.marker}` }) }
  const child = spawn('sh', ['-c', script], {
    detached: true,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ignore', marked === 'file' ? file : 'ignore'],
  })
  closeSync(file)
  onTestFinished(() => killGroup(child.pid!))
  return child.pid!
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // the test has ended all of it
  }
}

const find = () => memberFinder({ mark, runner: readProcess(process.pid)! })
const sources = process.platform === 'linux' ? (['proc', 'ps'] as const) : (['ps'] as const)

test.for(sources)('processes are told apart by number and start, whether from %s', (source) => {
  const { all } = readProcessTable({ source })
  expect(all.get(process.pid)).toMatchObject({ parent: process.ppid, zombie: false })
  expect(all.get(process.pid)!.started).toBeGreaterThanOrEqual(all.get(process.ppid)!.started)
})

test.for(sources)('members are those with the mark and their children, whether from %s', async (source) => {
  const marked = start('sleep 600 & wait', { marked: 'environment' })
  const stranger = start('sleep 600 & wait', { marked: 'not' })
  await sleep(100)
  const table = readProcessTable({ source })
  // ps tells start times in seconds, so its table goes with a runner from ps.
  const members = memberFinder({ mark, runner: table.all.get(process.pid)! })(table)
  expect(members.map(({ pid }) => pid)).toContain(marked)
  expect(members).toHaveLength(2)
  expect(members.map(({ pid }) => pid)).not.toContain(stranger)
  for (const { pid } of members) process.kill(pid, 'SIGKILL')
})

test.skipIf(process.platform !== 'linux')('a process without environment is known by the file that it inherited', async () => {
  const pid = start('exec env -i sleep 600', { marked: 'file' })
  await sleep(50)
  expect(find()().map((member) => member.pid)).toEqual([pid])
})

test('what was a member stays one after its parent has gone', async () => {
  const members = find()
  start('env -i sleep 600 & sleep 0.2', { marked: 'environment' })
  await sleep(100)
  expect(members()).toHaveLength(3)
  await sleep(250)
  const [orphan] = members()
  expect(orphan).toBeDefined()
  expect(await endProcesses(members, { signal: 'SIGTERM', graceMs: 1000 })).toEqual({ forced: false, left: [] })
  expect(isAlive(orphan!)).toBe(false)
})

test('a process with the same number but another start time is a stranger', async () => {
  const pid = start('sleep 600', { marked: 'not' })
  const { started } = readProcess(pid)!
  const lookalike = { pid, started: started - 1, parent: 1, zombie: false }
  killProcesses(() => [lookalike])
  expect(isAlive({ pid, started })).toBe(true)
  killProcesses(() => (isAlive({ pid, started }) ? [{ ...lookalike, started }] : []))
  expect(isAlive({ pid, started })).toBe(false)
})

test('a process has a name for people', () => {
  expect(processName(start('exec sleep 600', { marked: 'not' }))).toMatch(/^(sh|sleep)$/)
})
