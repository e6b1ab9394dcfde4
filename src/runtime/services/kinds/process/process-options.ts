import { milliseconds } from '../../milliseconds.ts'
import type { ProcessDefinition } from '../../service-definition.ts'

/** What a user left out filled in, durations as numbers. */
export interface ProcessOptions {
  readonly command: readonly string[]
  readonly cwd: string | undefined
  /** Undefined takes a variable away. */
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stop: StopOptions
}

export interface StopOptions {
  readonly signal: NodeJS.Signals
  readonly graceMs: number
}

/** A default that is short: most servers end in milliseconds, and who needs longer knows. */
const GRACE_MS = 5000

export function processOptions(definition: ProcessDefinition): ProcessOptions {
  return {
    command: definition.command.map((word) => String(word)),
    cwd: definition.cwd,
    env: Object.fromEntries(Object.entries(definition.env ?? {}).map(([name, value]) => [name, environmentText(value)])),
    stop: stopOptions(definition),
  }
}

function stopOptions({ stop }: ProcessDefinition): StopOptions {
  return { signal: (stop?.signal as NodeJS.Signals | undefined) ?? 'SIGTERM', graceMs: milliseconds(stop?.grace) ?? GRACE_MS }
}

/** A structure becomes JSON, as in a request. */
function environmentText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
