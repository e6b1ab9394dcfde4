import { MARKER_VARIABLE } from '../../processes/process-table.ts'

export interface EnvironmentInput {
  readonly outer: NodeJS.ProcessEnv
  /** What the definition says; undefined takes a variable away. */
  readonly own: Readonly<Record<string, string | undefined>>
  readonly port: number
}

/** What vitest puts into the environment of its own process, and no service asked for. */
const VITEST: Readonly<Record<string, readonly string[]>> = {
  VITEST: ['true'],
  TEST: ['true'],
  DEV: ['1'],
  PROD: ['', '1'],
  SSR: ['', '1'],
  MODE: ['test'],
  BASE_URL: ['/'],
}

/**
 * The environment of a service: that of the run, its port as `PORT`, Python's output without delay (or the lines of a failing request
 * would come minutes later), and what the definition says.
 */
export function processEnvironment({ outer, own, port }: EnvironmentInput): NodeJS.ProcessEnv {
  const inherited = Object.entries(outer).filter(
    ([name, value]) =>
      (!name.startsWith('APITEST_') || name === MARKER_VARIABLE) &&
      !name.startsWith('VITEST_') &&
      !(VITEST[name]?.includes(value ?? '') ?? false),
  )
  const env = { PYTHONUNBUFFERED: '1', ...Object.fromEntries(inherited), PORT: String(port), ...own }
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}
