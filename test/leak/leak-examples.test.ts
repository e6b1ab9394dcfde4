import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { LeakResult } from '../../src/runtime/leak/leak-result.ts'
import { requireComponent } from '../support/require-component.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Runs a window of an example as its readers would. */
async function window(example: string, name: string): Promise<LeakResult> {
  const report = mkdtempSync(path.join(tmpdir(), 'apitest-leak-example-'))
  onTestFinished(() => rmSync(report, { recursive: true, force: true }))
  const words = ['bin/apitest.js', 'leak', name, `specs/${example}/apitest.yaml`, '-o', `generated/${example}`, '--report', report, '--format', 'json']
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data))
  child.stderr.on('data', (data: Buffer) => (stderr += data))
  await new Promise((resolve) => child.once('close', resolve))
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as LeakResult
}

const python = requireComponent('python')

test.skipIf(python)('leak-flask: the history is found with the request that fills it, and the mended twin is clean', async () => {
  const leaky = await window('leak-flask', 'the service as it was')
  expect(leaky).toMatchObject({ verdict: 'leak', probe: 'python' })
  expect(leaky.byRequest?.map(({ request, guilty }) => [request, guilty])).toEqual([
    ['predict', true],
    ['health', false],
  ])
  expect(await window('leak-flask', 'the service as it was mended')).toMatchObject({ verdict: 'no leak', passed: true })
})

test('leak-node: listeners that stay are found in 3,000 requests', async () => {
  expect(await window('leak-node', 'subscriptions are never forgotten')).toMatchObject({ verdict: 'leak', probe: 'node' })
  expect(await window('leak-node', 'browsing keeps nothing')).toMatchObject({ verdict: 'no leak', passed: true })
})

const docker = requireComponent('docker')

test.skipIf(docker)(`leak-compose: a container is looked into without a change to its image${docker ? ` (skipped: ${docker})` : ''}`, async () => {
  expect(await window('leak-compose', 'predictions keep their memory')).toMatchObject({ verdict: 'leak', probe: 'python' })
})

const gpu = requireComponent('gpu')

test.skipIf(gpu)(`leak-gpu: memory of the device is judged${gpu ? ` (skipped: ${gpu})` : ''}`, async () => {
  expect(await window('leak-gpu', 'embeddings stay on the device')).toMatchObject({ verdict: 'leak', metric: 'GPU memory' })
})

test.skipIf(gpu === undefined || python)('leak-gpu: without a GPU nothing is judged, and the reason is said', async () => {
  expect(await window('leak-gpu', 'embeddings stay on the device')).toMatchObject({ verdict: 'not judged', reason: expect.stringContaining('nvidia-smi') })
})
