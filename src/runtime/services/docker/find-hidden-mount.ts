import { readdirSync, statSync } from 'node:fs'
import { spawnDocker, killGroup, runDocker } from './run-docker.ts'
import type { Explanation } from './explain-docker.ts'

interface Mount {
  readonly Type: string
  readonly Source: string
  readonly Destination: string
}

/**
 * An engine on another machine has other files: where it does not see what a container mounts, it makes an empty folder, and the service
 * would be tested without its data. Returns the first mount that is something else in the container than on this machine.
 */
export async function findHiddenMount(
  containers: readonly { readonly id: string; readonly service: string }[],
  { env, address }: { env: NodeJS.ProcessEnv; address: string },
): Promise<Explanation | undefined> {
  for (const { id, service } of containers) {
    const { stdout } = await runDocker(['inspect', '--format', '{{json .Mounts}}', id], { env, timeoutMs: 10_000 })
    for (const { Type, Source, Destination } of parseMounts(stdout)) {
      const own = Type === 'bind' ? kindHere(Source) : undefined
      if (own === undefined) continue
      const there = await kindInside(`${id}:${Destination}`, env)
      if (there === undefined || there === own || (own === 'empty folder' && there === 'folder')) continue
      return {
        message: `\`${service}\` mounts ${Source} at ${Destination}, and docker at ${address} has ${article(there)} there: it does not see the files of this machine`,
        hint: 'Mount something below a folder that both share; with docker-in-docker of GitLab that is one below $CI_PROJECT_DIR. `${env.NAME}` in `volumes` lets each place name its own',
        at: ['override', 'volumes'],
      }
    }
  }
  return undefined
}

type Kind = 'file' | 'folder' | 'empty folder'

function article(kind: Kind): string {
  return kind === 'empty folder' ? 'an empty folder' : `a ${kind}`
}

function parseMounts(text: string): readonly Mount[] {
  try {
    // docker gives them in any order
    return (JSON.parse(text) as Mount[]).toSorted((one, other) => (one.Destination < other.Destination ? -1 : 1))
  } catch {
    return []
  }
}

function kindHere(path: string): Kind | undefined {
  try {
    const found = statSync(path)
    if (found.isFile()) return 'file'
    if (!found.isDirectory()) return undefined
    return readdirSync(path).length === 0 ? 'empty folder' : 'folder'
  } catch {
    return undefined
  }
}

const BLOCK = 512
const TYPE_AT = 156

/** From the first headers of the archive that docker sends; the rest, which may be a model of many gigabytes, is not waited for. */
function kindInside(place: string, env: NodeJS.ProcessEnv): Promise<Kind | undefined> {
  return new Promise((resolve) => {
    const child = spawnDocker(['cp', '--follow-link', place, '-'], { env })
    let head = Buffer.alloc(0)
    const settle = (kind: Kind | undefined) => {
      killGroup(child)
      resolve(kind)
    }
    child.stdout?.on('data', (data: Buffer) => {
      head = Buffer.concat([head, data])
      const kind = kindOf(head)
      if (kind !== undefined) settle(kind)
    })
    child.on('error', () => settle(undefined))
    child.on('close', () => settle(head.length < BLOCK ? undefined : 'empty folder'))
  })
}

/** Undefined as long as more must be read: behind a folder comes its first file, or a block of zeros. */
function kindOf(head: Buffer): Kind | undefined {
  if (head.length < BLOCK) return undefined
  if (String.fromCharCode(head[TYPE_AT]!) !== '5') return 'file'
  if (head.length < 2 * BLOCK) return undefined
  return head.subarray(BLOCK, 2 * BLOCK).every((byte) => byte === 0) ? 'empty folder' : 'folder'
}
