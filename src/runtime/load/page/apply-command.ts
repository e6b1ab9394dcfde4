import type { LoadControl } from '../record/load-record.ts'
import type { StartSettings } from './live-types.ts'

/** The page asked for something that cannot be done; the message is shown to its reader. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** What a page asks of the run: `POST /api/<command>` with a small JSON object. */
export async function applyCommand(control: LoadControl, pathname: string, body: unknown): Promise<void> {
  const values = typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : {}
  const name = pathname.replace(/^\/api\//, '')
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw new CommandError(404, `There is no command \`${pathname}\``)
  await command(control, values)
}

type Values = Readonly<Record<string, unknown>>

const commands: Readonly<Record<string, (control: LoadControl, values: Values) => Promise<void> | void>> = {
  start: async (control, values) => {
    const isOver = control.state === 'stopped'
    if (control.state !== 'ready' && !isOver) throw new CommandError(409, `The run is ${control.state} already`)
    if (isOver && control.startsAgain !== true) throw new CommandError(409, 'This run is over; the command line starts the next one')
    await control.start(settingsOf(values))
  },
  stop: (control) => {
    whileRunning(control)
    // Letting requests in flight end may take a while; the page sees the state change.
    void control.stop().catch(() => {})
  },
  reset: (control) => {
    whileRunning(control)
    control.reset()
  },
  users: (control, values) => {
    whileRunning(control)
    control.setUsers(numberOf(values, 'users', { min: 0, max: 1_000_000, whole: true }))
  },
  rate: (control, values) => {
    whileRunning(control)
    control.setRate(numberOf(values, 'rate', { min: 0, max: 10_000_000 }))
  },
  marker: (control, { text }) => {
    whileRunning(control)
    if (typeof text !== 'string' || text.trim() === '' || text.length > 200)
      throw new CommandError(400, 'A marker needs a text of 1 to 200 characters')
    control.mark(text.trim())
  },
}

function whileRunning({ state }: LoadControl): void {
  if (state !== 'running' && state !== 'starting') throw new CommandError(409, `The run is not running, it is ${state}`)
}

function settingsOf(values: Values): StartSettings {
  const has = (key: string) => values[key] !== undefined && values[key] !== ''
  return {
    ...(has('users') ? { users: numberOf(values, 'users', { min: 1, max: 1_000_000, whole: true }) } : {}),
    ...(has('spawnRate') ? { spawnRate: numberOf(values, 'spawnRate', { min: 0.001, max: 1_000_000 }) } : {}),
    ...(has('rate') ? { rate: numberOf(values, 'rate', { min: 0.001, max: 10_000_000 }) } : {}),
    ...(has('host') ? { host: hostOf(values.host) } : {}),
  }
}

function numberOf(
  values: Values,
  key: string,
  { min, max, whole = false }: { readonly min: number; readonly max: number; readonly whole?: boolean },
): number {
  const value = values[key]
  if (typeof value !== 'number' || !(value >= min && value <= max) || (whole && !Number.isInteger(value)))
    throw new CommandError(400, `\`${key}\` has to be a ${whole ? 'whole ' : ''}number from ${min} to ${max}, got ${JSON.stringify(value)}`)
  return value
}

function hostOf(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw new CommandError(400, `The host has to be a URL such as \`http://127.0.0.1:8000\`, got ${JSON.stringify(value)}`)
  return value as string
}
