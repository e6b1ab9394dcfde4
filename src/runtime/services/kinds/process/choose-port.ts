import { holdPort, isPortTaken, pickPort, portOwners } from '../../processes/ports.ts'
import type { HeldPort } from '../../processes/ports.ts'
import { findSessions } from '../../processes/run-session.ts'
import type { ProcessDefinition } from '../../service-definition.ts'
import { serviceError } from '../../service-error.ts'

/** The port of a service before it starts, with the listening socket where the program takes one. */
export interface ChosenPort {
  readonly port: number
  readonly held: HeldPort | undefined
}

/** The port that a definition names; undefined when a free one is to be found. */
export function fixedPort(service: string, { port = 'auto' }: ProcessDefinition): number | undefined {
  if (port === 'auto') return undefined
  const number = Number(port)
  if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number
  throw serviceError({
    service,
    message: `Service \`${service}\` cannot start: its port is \`${port}\``,
    path: ['process', 'port'],
    hint: 'A port is `auto` or a number from 1 to 65535; an environment variable in it may be unset',
  })
}

/** A free port; with `hold`, its socket as well. */
export async function chooseFreePort({ hold }: { hold: boolean }): Promise<ChosenPort> {
  if (!hold) return { port: await pickPort(), held: undefined }
  const held = await holdPort()
  return { port: held.port, held }
}

/** Checks that nobody uses the port: whatever already answers there would be a false friend. */
export async function takeFixedPort(service: string, port: number): Promise<ChosenPort> {
  if (!(await isPortTaken(port))) return { port, held: undefined }
  const owner = portOwners(port)[0]
  const who = owner === undefined ? 'by another program' : `by pid ${owner.pid}${owner.name === undefined ? '' : ` (${owner.name})`}`
  const kept = findSessions().some(({ state }) => state === 'kept')
  throw serviceError({
    service,
    message: `Service \`${service}\` cannot start: port ${port} is in use ${who}`,
    path: ['process', 'port'],
    hint: kept
      ? 'Services kept by an earlier run are up: `npx apitest doctor --clean` stops them'
      : 'Stop that program, choose another port, or write `port: auto` and use `${port}` in the command',
  })
}
