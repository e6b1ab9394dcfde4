import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node'
import type { Exchange, Failure, SourcePlace, TestResult } from '../../runtime/report/run-result.ts'
import { failuresOf, isSelected, moduleFailures, nameOf, resultOf } from './collect-results.ts'
import { createEngine } from './create-engine.ts'
import type { EngineOptions } from './create-engine.ts'
import type { exchangeReader } from './read-exchanges.ts'
import type { RunProgress } from './run-progress.ts'
import type { WarmWorker } from './worker-pool.ts'

export interface EngineRun extends Omit<EngineOptions, 'reporter' | 'pool'> {
  readonly worker: WarmWorker
  readonly progress: RunProgress
  readonly exchanges: ReturnType<typeof exchangeReader>
  readonly placeOf: (suite: string, test: string) => string | undefined
  readonly locate: (place: string) => SourcePlace | undefined
  /** Cancels the run: tests end and their cleanups run; the services stop when the engine closes. */
  readonly signal: AbortSignal
  readonly interrupted: () => boolean
}

/** How long tests and their cleanups may take to end after a cancel. */
const cancelPatienceMs = 20_000

export interface EngineResult {
  readonly tests: readonly TestResult[]
  /** Failures outside any test. */
  readonly errors: readonly Failure[]
  /** What the start of the services threw; no test ran then. */
  readonly setupError: unknown
}

/** Runs the generated project in vitest and turns what it reports into results. */
export async function runEngine(run: EngineRun): Promise<EngineResult> {
  const modules: TestModule[] = []
  const errors: Failure[] = []
  const reported = new Set<string>()
  let planned = 0
  const sources = {
    exchangesOf: (test: TestCase): readonly Exchange[] => run.exchanges.of(test.id),
    placeOf: run.placeOf,
    locate: run.locate,
    interrupted: run.interrupted,
  }
  const reporter: Reporter = {
    onTestModuleCollected: (module) => {
      modules.push(module)
      planned += [...module.children.allTests()].filter((test) => isSelected(test, run.pattern)).length
      run.progress.planned(planned)
    },
    onTestCaseReady: (test) => {
      if (test.options.mode === 'skip' || !isSelected(test, run.pattern)) return
      const { name, suite } = nameOf(test)
      run.progress.testStarted(name, suite)
    },
    onTestCaseResult: (test) => {
      // a cancelled run reports its tests once more
      if (!isSelected(test, run.pattern) || reported.has(test.id)) return
      reported.add(test.id)
      if (test.result().state === 'failed') run.exchanges.readNew()
      run.progress.testEnded(resultOf(test, sources))
    },
    onUserConsoleLog: (log) => run.progress.note(log.content.trimEnd()),
    onTestRunEnd: (_, unhandled) => {
      // among them the worker that was ended
      if (run.interrupted()) return
      for (const error of unhandled) errors.push(...failuresOf(error, undefined))
    },
  }
  const engine = await createEngine({ ...run, pool: run.worker.pool, reporter })
  run.worker.onOutput = (text) => run.progress.note(text.trimEnd())
  let patience: NodeJS.Timeout | undefined
  const cancel = () => {
    // it waits for the run, whose own failure is caught below
    engine.cancelCurrentRun('keyboard-input').catch(() => {})
    patience = setTimeout(() => run.worker.kill(), cancelPatienceMs)
  }
  run.signal.addEventListener('abort', cancel)
  let setupError: unknown
  try {
    if (!run.signal.aborted) await engine.start()
  } catch (error) {
    setupError = error
  } finally {
    run.signal.removeEventListener('abort', cancel)
    clearTimeout(patience)
    await closeEngine(engine, errors)
    await run.worker.stop()
  }
  run.exchanges.readNew()
  const tests = modules.flatMap(({ children }) => [...children.allTests()]).filter((test) => isSelected(test, run.pattern))
  errors.unshift(...modules.flatMap(moduleFailures))
  errors.push(...run.exchanges.failures())
  const results = tests.map((test) => resultOf(test, sources))
  // what fails before it begins is not reported while the run goes on
  for (const [index, result] of results.entries())
    if (result.state === 'failed' && !reported.has(tests[index]!.id)) run.progress.testEnded(result)
  return { tests: results, errors, setupError }
}

/** The services are stopped here; a teardown that fails is a failure of the run. */
async function closeEngine(engine: Vitest, errors: Failure[]): Promise<void> {
  const exitCode = process.exitCode
  try {
    await engine.close()
  } catch (error) {
    errors.push(...failuresOf(error as Parameters<typeof failuresOf>[0], undefined))
  }
  // vitest sets it for its own command line
  process.exitCode = exitCode
}
