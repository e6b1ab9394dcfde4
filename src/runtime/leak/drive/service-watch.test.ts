import { expect, test } from 'vitest'
import type { Sampler } from '../sample/sampler.ts'
import { ServiceWatch } from './service-watch.ts'

const MIB = 1024 ** 2

/** A service whose memory is known look by look, in MiB; returns why the window must end, look by look. */
async function watch(memory: readonly number[], { limit, own }: { limit?: number; own?: number } = {}): Promise<(string | undefined)[]> {
  const left = [...memory]
  const sampler = {
    source: 'anon',
    limit: own,
    processes: new Map(),
    read: async () => ({ memory: left.shift()! * MIB, processes: [] }),
  }
  const service = new ServiceWatch({
    service: 'web',
    // safe: what a watch asks of it
    sampler: sampler as unknown as Sampler,
    probe: { description: 'none', ask: undefined, trouble: undefined },
    limit,
    ended: () => undefined,
  })
  const found: (string | undefined)[] = []
  for (const [index] of memory.entries())
    found.push((await service.sample(() => ({ at: index, requests: index }), { warmingUp: false }))?.message)
  return found
}

test('without a limit a window ends when the service has grown by a GiB', async () => {
  expect(await watch([100, 1100, 1130])).toEqual([undefined, undefined, 'memory has grown by more than 1 GiB'])
})

test('with a limit it ends there, and not before', async () => {
  expect(await watch([100, 1500, 2049], { limit: 2048 * MIB })).toEqual([
    undefined,
    undefined,
    '`web` uses 2,049 MiB, more than its limit of 2,048 MiB',
  ])
})

test('a container is not filled: at 80 % of its limit the window ends', async () => {
  expect(await watch([100, 400, 410], { own: 512 * MIB })).toEqual([
    undefined,
    undefined,
    'the container uses 410 MiB, 80 % of its limit of 512 MiB',
  ])
})
