import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { serviceProject } from '../../../../test/services/service-project.ts'
import { cleanLeftovers } from './clean-leftovers.ts'
import { markerVariable, nameSession, openSession, recordService } from './run-session.ts'
import type { RunSession } from './run-session.ts'

/** A session with one process, as if its run had died. */
function leaveBehind(folder: string, { ignoreTerm = false }: { ignoreTerm?: boolean } = {}): { session: RunSession; pid: number } {
  const session = nameSession()
  openSession(session)
  const mark = recordService(session, { name: 'web', signal: 'SIGTERM', graceMs: 5000 })
  const child = spawn('sh', ['-c', `${ignoreTerm ? "trap '' TERM; " : ''}while :; do sleep 0.05; done`], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...markerVariable(mark, undefined) },
    stdio: 'ignore',
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { session, pid: child.pid! }
}

function change(session: RunSession, change: Record<string, unknown>): void {
  const file = join(session.folder, 'runner')
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, 'utf8')) as object), ...change }))
}

test('what a dead run left is ended, even if it ignores signals', async () => {
  const project = serviceProject()
  const { session, pid } = leaveBehind(project.folder, { ignoreTerm: true })
  change(session, { pid: 4_000_000 })
  expect(await cleanLeftovers()).toEqual({ sessions: 1, processes: expect.arrayContaining([{ pid, name: 'sh' }]), projects: [] })
  expect(project.survivors()).toEqual([])
  expect(readdirSync(tmpdir())).toEqual([])
})

test('a run that goes on is not touched, nor one whose number another process has now', async () => {
  const project = serviceProject()
  const { session, pid } = leaveBehind(project.folder)
  expect(await cleanLeftovers({ kept: true })).toEqual({ sessions: 0, processes: [], projects: [] })
  expect(project.survivors()).toContain(pid)
  change(session, { started: session.runner.started - 1 })
  expect((await cleanLeftovers()).sessions).toBe(1)
  expect(project.survivors()).toEqual([])
})

test('a run of another process namespace cannot be judged, and one before a restart is over', async () => {
  const { session } = leaveBehind(serviceProject().folder)
  change(session, { namespace: 'pid:[1]', pid: 4_000_000 })
  expect((await cleanLeftovers()).sessions).toBe(0)
  change(session, { boot: 'an earlier one', started: 1e12 })
  expect((await cleanLeftovers()).sessions).toBe(1)
})

test('a folder without an owner goes when it is old, and foreign folders stay', async () => {
  serviceProject()
  for (const name of ['apitest-0123456789ab', 'apitest-notes', 'other']) mkdirSync(join(tmpdir(), name))
  expect((await cleanLeftovers()).sessions).toBe(0)
  utimesSync(join(tmpdir(), 'apitest-0123456789ab'), new Date(0), new Date(0))
  expect((await cleanLeftovers()).sessions).toBe(1)
  expect(readdirSync(tmpdir()).sort()).toEqual(['apitest-notes', 'other'])
})
