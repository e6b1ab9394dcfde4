import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ControlGroup } from './control-group.ts'
import { ProcessTree, readByPs } from './process-tree.ts'
import { readProcessMemory, readProportionalShare } from './read-process.ts'
import { runtimeOf } from './runtime-of.ts'
import { Sampler } from './sampler.ts'

const linux = process.platform === 'linux'
const MIB = 1024 ** 2

function run(code: string): number {
  const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child.pid!
}

async function until<T>(read: () => T | undefined): Promise<T> {
  for (let turn = 0; turn < 200; turn++) {
    const value = read()
    if (value !== undefined) return value
    await sleep(25)
  }
  throw new Error('it never came')
}

test.runIf(linux)('memory of its own counts, and files that it has mapped do not', async () => {
  const before = readProcessMemory(process.pid)!
  const kept = Buffer.alloc(32 * MIB, 1)
  const after = readProcessMemory(process.pid)!
  expect(after.memory - before.memory).toBeGreaterThan(30 * MIB)
  expect(after.memory - before.memory).toBeLessThan(40 * MIB + kept.length / 1000)
  expect(after.files).toBeGreaterThan(3)
  expect(readProportionalShare(process.pid)!).toBeGreaterThan(32 * MIB)
})

test.runIf(linux)('children are found without a search, and forgotten when they end', async () => {
  const code = `const { spawn } = require('node:child_process'); const c = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600)']); setInterval(() => {}, 1000)`
  const pid = run(code)
  let searches = 0
  const tree = new ProcessTree(() => {
    searches++
    return [pid]
  })
  await until(() => (tree.read().length === 2 ? true : undefined))
  expect(searches).toBe(1)
  await until(() => (tree.read().length === 1 ? true : undefined))
  expect([...tree.seen.values()].map(({ runtime }) => runtime)).toEqual(['node', 'node'])
})

test.runIf(linux)('a look costs less than a millisecond', async () => {
  const pid = run('setInterval(() => {}, 1000)')
  const sampler = new Sampler({ pids: () => [pid] }, { memory: 'auto' })
  await until(() => readProcessMemory(pid))
  await sampler.read()
  const times: number[] = []
  for (let turn = 0; turn < 200; turn++) {
    const before = performance.now()
    await sampler.read()
    times.push(performance.now() - before)
  }
  expect(times.toSorted((a, b) => a - b)[100]).toBeLessThan(1)
})

test('without /proc resident memory comes from ps', () => {
  const [own] = readByPs([process.pid])
  expect(own).toMatchObject({ pid: process.pid })
  expect(own!.memory).toBeGreaterThan(10 * MIB)
  expect(readByPs([])).toEqual([])
})

test.runIf(linux)('the runtime of this process is known', () => {
  expect(runtimeOf(process.pid)).toBe('node')
})

test.runIf(linux && ControlGroup.of(process.pid) !== undefined)('a control group tells its memory', () => {
  expect(ControlGroup.of(process.pid)!.read()!.anon).toBeGreaterThan(0)
})
