import { formatPlace, parsePlace } from '../../places/place.ts'
import type { SourcedExpectation } from '../../runtime/assertions/types.ts'
import type { CheckedExpectation, Exchange, RunResult, TestResult } from '../../runtime/report/run-result.ts'
import { recordedAnswer } from './answer.ts'
import { judgePart } from './judge-part.ts'
import type { Verdict } from './judge-part.ts'
import { splitExpectation } from './split-expectation.ts'

/** One part of an expectation in the YAML, whichever requests it was checked for. */
export interface Judged {
  readonly kind: string
  /** As `formatPlace` writes it. */
  readonly place: string
  readonly verdict: Verdict
  /** Tests whose answers it was held against. */
  readonly tests: readonly string[]
}

/** Judges all expectations of a run by their place: one that can fail in one row of a table can fail. */
export async function judgeRun(run: Pick<RunResult, 'suites'>, folder: string): Promise<readonly Judged[]> {
  const parts = new Map<string, Judged>()
  for (const test of run.suites.flatMap((suite) => suite.tests)) {
    for (const [index, exchange] of test.exchanges.entries())
      for (const judged of await judgeExchange(exchange, { test, step: index + 1, folder })) keep(parts, judged)
  }
  return [...parts.values()]
}

function keep(parts: Map<string, Judged>, judged: Judged): void {
  const id = `${judged.place} ${judged.kind}`
  const known = parts.get(id)
  const [first, second] =
    known !== undefined && order[known.verdict.state] <= order[judged.verdict.state] ? [known, judged] : [judged, known]
  parts.set(id, { ...first, tests: [...new Set([...(known?.tests ?? []), ...first.tests, ...(second?.tests ?? [])])] })
}

/** What counts where the same expectation was judged several times. */
const order = { 'can fail': 0, 'always holds': 1, 'not judged': 2 } as const

interface In {
  readonly test: TestResult
  readonly step: number
  readonly folder: string
}

async function judgeExchange(exchange: Exchange, { test, step, folder }: In): Promise<readonly Judged[]> {
  const recorded = recordedAnswer(exchange)
  const expectations = exchange.checked?.expectations ?? []
  const context = { folder, requestPlace: undefined, snapshot: { suite: test.suite, test: test.name, step, mode: 'compare' } } as const
  const judged: Judged[] = []
  for (const checked of expectations) {
    const of = { kind: checked.key, tests: [test.name] }
    const expectation = read(checked)
    if (recorded === undefined || expectation === undefined) {
      const verdict: Verdict = { state: 'not judged', text: checked.key, reason: leftOut }
      judged.push({ ...of, place: checked.place, verdict })
      continue
    }
    if (expectation.key === 'snapshot' && expectation.expected === false) continue
    for (const part of splitExpectation(expectation))
      judged.push({ ...of, place: formatPlace(part.place), verdict: await judgePart(part, { exchange, ...recorded }, context) })
  }
  return judged
}

function read({ key, place, expected }: CheckedExpectation): SourcedExpectation | undefined {
  return expected === undefined ? undefined : { key, place: parsePlace(place), expected }
}

const leftOut = 'what is expected is not in the record: it is too long, no JSON, or a secret number'
