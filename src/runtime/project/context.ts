import type { Api } from './api.ts'
import type { ProjectDefinition } from './define-project.ts'
import type { RunningTest } from './running-test.ts'

/** What vitest hands to a fixture, as far as it is needed. */
export interface TestContext {
  readonly task: RunningTest
  readonly signal: AbortSignal
  readonly onTestFinished: (callback: () => Promise<void>) => void
}

export interface ProjectContext {
  readonly api: (context: TestContext, use: (api: Api) => Promise<void>) => Promise<void>
}

export function createContext(_definition: ProjectDefinition): ProjectContext {
  return {
    api: async ({ task, signal, onTestFinished }, use) => {
      void task
      void signal
      void onTestFinished
      await use(undefined as never)
    },
  }
}
