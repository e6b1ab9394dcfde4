import { createServer } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEngineMemory } from './engine-memory.ts'

/** An engine that answers as recorded; returns where it is, and what it was asked. */
async function engine(answer: unknown, status = 200): Promise<{ host: string; asked: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'apitest-engine-'))
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url!)
    response.statusCode = status
    response.end(JSON.stringify(answer))
  })
  await new Promise<void>((listening) => server.listen(join(folder, 'engine.sock'), listening))
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return { host: `unix://${join(folder, 'engine.sock')}`, asked }
}

test('control groups of version 2', async () => {
  const stats = { anon: 73_400_320, file: 12_582_912, shmem: 4_194_304, inactive_file: 8_388_608 }
  const { host, asked } = await engine({ memory_stats: { usage: 90_000_000, stats, limit: 268_435_456 } })
  expect(await readEngineMemory('4f1c', host)).toEqual({ anon: 73_400_320, sharedFiles: 4_194_304, limit: 268_435_456 })
  // without one-shot the engine waits for two seconds
  expect(asked).toEqual(['/containers/4f1c/stats?stream=false&one-shot=true'])
})

test('control groups of version 1', async () => {
  const stats = { cache: 12_288, rss: 94_208, hierarchical_memory_limit: 67_108_864, total_rss: 188_416 }
  const { host } = await engine({ memory_stats: { usage: 401_408, max_usage: 3_993_600, stats, limit: 67_108_864 } })
  expect(await readEngineMemory('e888', host)).toEqual({ anon: 188_416, sharedFiles: 0, limit: 67_108_864 })
})

test('a container that has ended, and an engine that is not there', async () => {
  const { host } = await engine({ memory_stats: {} })
  expect(await readEngineMemory('e888', host)).toBeUndefined()
  expect(await readEngineMemory('e888', (await engine({ message: 'No such container' }, 404)).host)).toBeUndefined()
  expect(await readEngineMemory('e888', 'unix:///nowhere/engine.sock')).toBeUndefined()
})
