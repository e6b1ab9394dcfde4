import { runDocker } from '../../docker/run-docker.ts'
import { httpProbe } from '../../readiness/probe-http.ts'
import { urlHost } from '../../readiness/probe.ts'
import type { Probe } from '../../readiness/probe.ts'
import type { Readiness } from '../../readiness/readiness.ts'
import { publishedPortProbe } from './published-port-probe.ts'

export interface ContainerPlace {
  readonly id: string
  readonly host: string
  readonly port: number
  readonly env: NodeJS.ProcessEnv
  /** A line of the log has come that readiness waits for. */
  readonly log: { readonly matched: boolean }
}

/** How a container is asked whether it is ready. */
export function containerProbe(readiness: Readiness, place: ContainerPlace): Probe {
  switch (readiness.kind) {
    case 'http':
      return httpProbe({ origin: `http://${urlHost(place.host)}:${place.port}`, path: readiness.path, status: readiness.status })
    case 'tcp':
      return publishedPortProbe(place)
    case 'log':
      return {
        description: `a line like ${readiness.pattern}`,
        attempt: async () => (place.log.matched ? { ready: true } : { ready: false, answer: 'no such line' }),
      }
    case 'command':
      return commandProbe(readiness.command, place)
  }
}

/** Inside the container, where the programs that know it are. */
function commandProbe(command: readonly string[], { id, env }: ContainerPlace): Probe {
  return {
    description: `command ${command.join(' ')} in the container`,
    attempt: async (timeoutMs) => {
      const { code, stdout, stderr } = await runDocker(['exec', id, ...command], { env, timeoutMs })
      if (code === 0) return { ready: true }
      const last = `${stdout}${stderr}`.trim().split('\n').at(-1)
      const end = code === undefined ? `did not end in ${timeoutMs} ms` : `exit code ${code}`
      return { ready: false, answer: last ? `${end}: ${last}` : end }
    },
  }
}
