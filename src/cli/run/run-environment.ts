/** Variables by which a run tells its services and workers what it was called with. */
export interface RunEnvironment {
  readonly runFolder: string
  readonly seed: number
  /** `--var` by name. */
  readonly variables: Readonly<Record<string, string>>
  readonly services: readonly string[]
  /** Environment variables that have to be set. */
  readonly env: readonly string[]
  readonly keep: boolean
  readonly update: boolean
  readonly record: boolean
  /** `--env-file`; what is already set wins. */
  readonly fromFiles: Readonly<Record<string, string>>
}

/**
 * Sets the environment of this process, which workers and services inherit, and returns what puts it back. Runs in one process follow
 * one another, so there is only ever one environment at a time.
 */
export function enterRunEnvironment(run: RunEnvironment): () => void {
  const before = { ...process.env }
  const ours: Record<string, string> = {
    APITEST_RUN_DIR: run.runFolder,
    APITEST_SEED: String(run.seed),
    APITEST_VARS: JSON.stringify(run.variables),
    APITEST_SERVICES: run.services.join(','),
    APITEST_ENV: run.env.join(','),
  }
  if (run.keep) ours.APITEST_KEEP = '1'
  if (run.update) ours.APITEST_UPDATE = '1'
  if (run.record) ours.APITEST_RECORD = '1'
  for (const [name, value] of Object.entries(run.fromFiles)) process.env[name] ??= value
  Object.assign(process.env, ours)
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
    Object.assign(process.env, before)
  }
}
