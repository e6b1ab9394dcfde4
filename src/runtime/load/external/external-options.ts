/** What a program is started with, whichever it is. */
export interface ProgramOptions {
  /** The generated script. */
  readonly script: string
  /** The folder that it is started in. */
  readonly folder: string
  /** Where its output goes, one file for each process. */
  readonly logFolder: string
  /** Addresses of services (`WEB_URL`) and declared environment variables. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Processes that send; the engines that use all cores by themselves ignore it. */
  readonly workers: number
  readonly overrides: { readonly users?: number; readonly spawnRate?: number; readonly seconds?: number }
  readonly graceMs: number
  /** Only tasks with one of these tags, and none with one of those; where the program has tags. */
  readonly tags?: { readonly only: readonly string[]; readonly not: readonly string[] }
}
