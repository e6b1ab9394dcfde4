import { request } from 'node:http'
import type { RequestOptions } from 'node:http'

export interface EngineMemory {
  readonly anon: number
  readonly sharedFiles: number
  readonly limit: number | undefined
}

interface StatsAnswer {
  readonly memory_stats?: { readonly stats?: Readonly<Record<string, number>>; readonly limit?: number }
}

/**
 * Memory of a container whose processes this machine does not see, from the Engine API. `one-shot` answers at once; without it, as
 * `docker stats` does, the engine waits two seconds to tell the use of the processor too.
 */
export async function readEngineMemory(id: string, dockerHost: string | undefined): Promise<EngineMemory | undefined> {
  const text = await get(`/containers/${id}/stats?stream=false&one-shot=true`, dockerHost).catch(() => undefined)
  if (text === undefined) return undefined
  const { memory_stats: memory } = JSON.parse(text) as StatsAnswer
  const stats = memory?.stats
  if (stats === undefined) return undefined
  const anon = stats['anon'] ?? stats['total_rss']
  if (anon === undefined) return undefined
  return { anon, sharedFiles: stats['shmem'] ?? stats['total_shmem'] ?? 0, limit: memory?.limit }
}

function get(path: string, dockerHost = 'unix:///var/run/docker.sock'): Promise<string> {
  const options = connection(dockerHost)
  return new Promise((resolve, reject) => {
    if (options === undefined) return reject(new Error(`no way to ${dockerHost}`))
    const sent = request({ ...options, path, timeout: 5000 }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => (text += part))
      answer.on('end', () => (answer.statusCode === 200 ? resolve(text) : reject(new Error(`status ${answer.statusCode}`))))
      answer.on('error', reject)
    })
    sent.on('timeout', () => sent.destroy(new Error('no answer')))
    sent.on('error', reject)
    sent.end()
  })
}

function connection(dockerHost: string): RequestOptions | undefined {
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) }
  if (!dockerHost.startsWith('tcp://') || process.env['DOCKER_TLS_VERIFY']) return undefined
  const { hostname, port } = new URL(dockerHost)
  return { hostname, port: port || '2375' }
}
