import type { ScriptStep } from './load-script.ts'

/** The names under which steps leave something to those behind them: captures, and flows that make any. */
export function capturesOf(steps: readonly ScriptStep[]): readonly string[] {
  return [
    ...new Set(
      steps.flatMap((step) =>
        step.kind === 'request' ? step.captures.map(({ name }) => name) : step.captures.length > 0 ? [step.flow] : [],
      ),
    ),
  ]
}
