import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { requireComponent } from '../../../../test/support/require-component.ts'
import { askProbes } from './ask-probes.ts'
import type { ProbeAnswer } from './ask-probes.ts'
import { makeProbeFolder, probeEnvironment } from './probe-folder.ts'

const KIB = 1024

/** Starts a program with the probe; a line on its input makes it keep more. */
function probed(program: string, args: readonly string[]): { child: ChildProcess; folder: string } {
  const folder = makeProbeFolder()
  const child = spawn(program, args, { env: { ...process.env, ...probeEnvironment(folder.path, {}) }, stdio: ['pipe', 'pipe', 'ignore'] })
  onTestFinished(() => {
    child.kill('SIGKILL')
    folder.remove()
  })
  return { child, folder: folder.path }
}

async function answers(folder: string, count: number): Promise<ProbeAnswer[]> {
  for (let turn = 0; turn < 200; turn++) {
    const found = await askProbes(folder)
    if (found.length === count) return found
    await sleep(25)
  }
  throw new Error(`there were never ${count} answers`)
}

async function grown({ child, folder }: { child: ChildProcess; folder: string }): Promise<number> {
  await answers(folder, 1)
  await answers(folder, 1)
  const [before] = await answers(folder, 1)
  const said = new Promise((resolve) => child.stdout!.once('data', resolve))
  child.stdin!.write('more\n')
  await said
  const [after] = await answers(folder, 1)
  return after!.live! - before!.live!
}

test('Node tells what is alive, garbage left out', async () => {
  const code = `const kept = []; process.stdin.on('data', () => { for (let i = 0; i < 1000; i++) { kept.push(Buffer.alloc(1000, i).toString('latin1')); Buffer.alloc(5000) } console.log('done') })`
  const bytes = await grown(probed(process.execPath, ['-e', code]))
  expect(bytes).toBeGreaterThan(1000 * 1000)
  // headers of the texts, and what the first line of output sets up: 75 to 105 KB, by version
  expect(bytes).toBeLessThan(1000 * 1000 + 160 * KIB)
})

test('heaps of worker threads count', async () => {
  const code = `const { Worker } = require('node:worker_threads'); new Worker('const kept = Array.from({ length: 20000 }, (_, i) => "x".repeat(500) + i).map((s) => s.split("").reverse().join("")); setInterval(() => kept, 1000)', { eval: true })`
  const { folder } = probed(process.execPath, ['-e', code])
  for (let turn = 0; ; turn++) {
    const [one] = await answers(folder, 1)
    if (one!.live! > 10_000_000) break
    expect(turn).toBeLessThan(200)
    await sleep(25)
  }
})

const missing = requireComponent('python')

test.skipIf(missing)('Python tells what is alive to a few KiB, cycles that nobody holds left out', async () => {
  const code = `
import sys
kept = []
for _ in sys.stdin:
    for i in range(1000):
        kept.append(bytes(1000))
        a, b = {"x": bytes(5000)}, {}
        a["b"], b["a"] = b, a
    print("done", flush=True)
`
  const bytes = await grown(probed('python3', ['-u', '-c', code]))
  expect(bytes).toBeGreaterThan(1000 * 1033)
  expect(bytes).toBeLessThan(1000 * 1080 + 40 * KIB)
})

test.skipIf(missing)('processes that Python forks answer for themselves', async () => {
  const { folder } = probed('python3', ['-c', 'import os, time\nos.fork()\ntime.sleep(60)'])
  const found = await answers(folder, 2)
  expect(new Set(found.map(({ pid }) => pid)).size).toBe(2)
  expect(found.map(({ runtime }) => runtime)).toEqual(['python', 'python'])
})

test('what a service had in its environment stays', () => {
  const environment = probeEnvironment('/probe', { NODE_OPTIONS: '--max-old-space-size=99', PYTHONPATH: '/mine', PYTHONMALLOC: 'debug' })
  expect(environment).toEqual({
    APITEST_PROBE_DIR: '/probe',
    NODE_OPTIONS: '--max-old-space-size=99 --require /probe/apitest-probe.cjs',
    PYTHONPATH: '/probe:/mine',
  })
})
