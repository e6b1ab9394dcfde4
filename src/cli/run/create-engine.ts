import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { InlineConfig, PoolRunnerInitializer, Reporter, Vitest } from 'vitest/node'
import { packageFolder } from '../package-info.ts'
import { suitesAsWritten } from './suites-as-written.ts'

export interface EngineOptions {
  /** The generated project, absolute. */
  readonly output: string
  /** Test files relative to it; every other file is left alone. */
  readonly files: readonly string[]
  readonly pattern: RegExp | undefined
  readonly tags: readonly string[]
  readonly bail: number
  readonly update: boolean
  readonly allowOnly: boolean
  /** For vitest's modules between runs. */
  readonly cacheFolder: string | undefined
  readonly pool: PoolRunnerInitializer
  readonly reporter: Reporter
}

/** Vitest as an engine in this process: no configuration file, nothing written into the project, nothing printed. */
export async function createEngine(options: EngineOptions): Promise<Vitest> {
  const { createVitest } = await import('vitest/node')
  const before = { ...process.env }
  const listeners = signalListeners()
  const test: InlineConfig = {
    root: options.output,
    include: [...options.files],
    globalSetup: './setup.ts',
    // One worker without isolation: generated suites share no state, and a worker per file costs 0.1 s each.
    pool: options.pool,
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: suitesAsWritten(options.output, options.files) },
    maxWorkers: 1,
    watch: false,
    cache: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    tags: options.tags.map((name) => ({ name })),
    bail: options.bail,
    update: options.update ? 'all' : 'new',
    allowOnly: options.allowOnly,
    passWithNoTests: true,
    reporters: [options.reporter],
    server: { deps: { external: [runtimeFiles()] } },
    experimental: options.cacheFolder === undefined ? {} : { fsModuleCache: true, fsModuleCachePath: options.cacheFolder },
    ...(options.pattern === undefined ? {} : { testNamePattern: options.pattern }),
  }
  const creating = createVitest(
    'test',
    { config: false, ...test },
    { envDir: false, logLevel: 'silent', plugins: [ownPackages(), withoutSourceMaps(options.output)] },
  )
  // they are there before the first await, and a Ctrl-C may come at any time
  removeSignalListeners(listeners)
  const engine = await creating
  countFailuresOnce(engine)
  removeSignalListeners(listeners)
  forgetVitestVariables(before)
  return engine
}

/**
 * For `--bail N` the worker asks how many tests failed before the one that has just failed. Vitest counts groups of tests too, and the
 * test itself where its result has arrived by then, so that it would stop early; the questions are one for each failed test.
 */
function countFailuresOnce(engine: Vitest): void {
  let before = 0
  engine.state.getCountOfFailedTests = () => before++
}

/** The service under test shall see the environment of the user, not `NODE_ENV=test` and what else vitest adds. */
function forgetVitestVariables(before: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name]
}

/**
 * Failures point at the YAML and not at generated code, so that its source maps, which cost more than all the rest of loading it, are
 * for nobody. The user's own files keep theirs.
 */
function withoutSourceMaps(output: string) {
  const folder = `${output.replaceAll('\\', '/')}/`
  return {
    name: 'apitest:no-source-maps',
    enforce: 'post' as const,
    transform: (code: string, id: string) => (id.startsWith(folder) ? { code, map: { mappings: '' as const } } : undefined),
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function signalListeners(): ReadonlySet<unknown> {
  return new Set(signals.flatMap((signal) => process.rawListeners(signal)))
}

/** Vitest ends the process a millisecond after a signal; here the run ends in good order. */
function removeSignalListeners(before: ReadonlySet<unknown>): void {
  for (const signal of signals) {
    for (const listener of process.rawListeners(signal) as NodeJS.SignalsListener[])
      if (!before.has(listener)) process.off(signal, listener)
  }
}

/** This package is never transformed, also where it is linked or imports itself. */
function runtimeFiles(): RegExp {
  return new RegExp(`^${distFolder().replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)}`)
}

/** `apitest` and `vitest` are the ones that run, also where apitest is linked or installed globally; found without searching the disk. */
function ownPackages() {
  const entries: Readonly<Record<string, string>> = {
    apitest: join(distFolder(), 'index.js').replaceAll('\\', '/'),
    vitest: fileURLToPath(import.meta.resolve('vitest')).replaceAll('\\', '/'),
  }
  return { name: 'apitest', enforce: 'pre' as const, resolveId: (id: string) => entries[id] }
}

function distFolder(): string {
  return join(packageFolder(), 'dist').replaceAll('\\', '/')
}
