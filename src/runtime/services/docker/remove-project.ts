import { setTimeout as sleep } from 'node:timers/promises'
import { PROJECT_LABEL } from './docker-environment.ts'
import { runDocker } from './run-docker.ts'

/** What a run has started with docker, for whoever must remove it. */
export interface DockerProject {
  /** The name of the compose project; no other run has it. */
  readonly project: string
  /** How the engine is reached. */
  readonly env: Readonly<Record<string, string>>
  /** Whether its volumes go as well. */
  readonly volumes: boolean
}

/** Twice clean: a container that was being made when its command was killed appears a moment later. */
const CLEAN_ROUNDS = 2
const ROUNDS = 8
const PAUSE_MS = 150

/** Removes containers, networks, volumes and the images that were built under the project's name; returns what could not be removed. */
export async function removeProject(
  project: DockerProject,
  { graceSeconds, rounds = CLEAN_ROUNDS }: { graceSeconds: number; rounds?: number },
): Promise<string[]> {
  let left: string[] = []
  let clean = 0
  for (let round = 0; round < ROUNDS && clean < rounds; round++) {
    if (round === 0 || left.length > 0) await removeOnce(project, { graceSeconds, left })
    left = await listProject(project)
    clean = left.length === 0 ? clean + 1 : 0
    if (clean < rounds) await sleep(PAUSE_MS)
  }
  await removeImages(await builtImages(project), project)
  return left
}

async function removeOnce(
  { project, env, volumes }: DockerProject,
  { graceSeconds, left }: { graceSeconds: number; left: readonly string[] },
): Promise<void> {
  const down = ['compose', '-p', project, 'down', '--remove-orphans', '-t', String(graceSeconds), ...(volumes ? ['--volumes'] : [])]
  await runDocker(down, { env, timeoutMs: 60_000 })
  const containers = left.flatMap((item) => (item.startsWith('container ') ? [item.slice('container '.length)] : []))
  if (containers.length > 0)
    await runDocker(['rm', '--force', ...(volumes ? ['--volumes'] : []), ...containers], { env, timeoutMs: 60_000 })
}

/** Everything of a project that is there, such as `container 4f2a…`. */
async function listProject({ project, env, volumes }: DockerProject): Promise<string[]> {
  const filter = ['--quiet', '--filter', `label=${PROJECT_LABEL}=${project}`]
  const list = async (what: string, args: readonly string[]) => {
    const { stdout } = await runDocker([...args, ...filter], { env, timeoutMs: 30_000 })
    return stdout.split('\n').flatMap((line) => (line.trim() === '' ? [] : [`${what} ${line.trim()}`]))
  }
  const [containers, networks, names] = await Promise.all([
    list('container', ['ps', '--all', '--no-trunc']),
    list('network', ['network', 'ls']),
    volumes ? list('volume', ['volume', 'ls']) : [],
  ])
  return [...containers, ...networks, ...names]
}

/** Names of images that compose built for the project; without BuildKit it gives them no label, only their names. */
export async function builtImages({ project, env }: DockerProject): Promise<string[]> {
  const list = async (filter: string) => {
    const format = ['--filter', filter, '--format', '{{.Repository}}:{{.Tag}}']
    const { stdout } = await runDocker(['image', 'ls', ...format], { env, timeoutMs: 30_000 })
    return stdout.split('\n').filter((name) => name !== '' && !name.includes('<none>'))
  }
  const found = await Promise.all([list(`label=${PROJECT_LABEL}=${project}`), list(`reference=${project}-*`)])
  return [...new Set(found.flat())]
}

/** Whether an image was built under the project's name; podman writes in front where it would look for one. */
export function isNamedAfter(project: string, image: string): boolean {
  return image.replace(/^(?:docker\.io\/library|localhost)\//, '').startsWith(`${project}-`)
}

/** A name of this run alone goes with the run; the layers stay in docker's build cache, so the next build is quick. */
async function removeImages(names: readonly string[], { project, env }: DockerProject): Promise<void> {
  const own = names.filter((name) => isNamedAfter(project, name))
  if (own.length > 0) await runDocker(['image', 'rm', ...own], { env, timeoutMs: 60_000 })
}
