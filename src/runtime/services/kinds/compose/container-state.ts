import { PROJECT_LABEL, SERVICE_LABEL } from '../../docker/docker-environment.ts'
import type { DockerProject } from '../../docker/remove-project.ts'
import { runDocker } from '../../docker/run-docker.ts'

export interface ContainerState {
  readonly id: string
  /** As the compose file names it. */
  readonly service: string
  readonly image: string
  readonly running: boolean
  /** Undefined while it runs, and for one that never did. */
  readonly exitCode: number | undefined
  /** By the port inside. */
  readonly ports: ReadonlyMap<number, number>
}

const FORMAT = ['{{.ID}}', `{{.Label "${SERVICE_LABEL}"}}`, '{{.Image}}', '{{.State}}', '{{.Status}}', '{{.Ports}}'].join('\\t')

/** All containers of a project, those that have ended included. */
export async function readContainers({ project, env }: DockerProject): Promise<ContainerState[]> {
  const args = ['ps', '--all', '--no-trunc', '--filter', `label=${PROJECT_LABEL}=${project}`, '--format', FORMAT.replaceAll('\\t', '\t')]
  const { stdout } = await runDocker(args, { env, timeoutMs: 30_000 })
  return stdout.split('\n').flatMap((line) => {
    const [id = '', service = '', image = '', state = '', status = '', ports = ''] = line.split('\t')
    if (id === '') return []
    const exitCode = /^Exited \((\d+)\)/.exec(status)?.[1]
    return [
      {
        id,
        service,
        image,
        running: state === 'running' || state === 'paused' || state === 'restarting',
        exitCode: exitCode === undefined ? undefined : Number(exitCode),
        ports: new Map([...ports.matchAll(/:(\d+)->(\d+)\/tcp/g)].map(([, outer, inner]) => [Number(inner), Number(outer)])),
      },
    ]
  })
}

/** What a signal that ended a container adds to 128; 137 is a kill. */
export const KILLED = 137

export function describeExit(exitCode: number, { outOfMemory = false }: { outOfMemory?: boolean } = {}): string {
  if (outOfMemory) return 'was killed because it used more memory than it may'
  return exitCode === KILLED ? 'was ended by SIGKILL' : `ended with exit code ${exitCode}`
}
