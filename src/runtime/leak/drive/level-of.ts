import type { MetricName } from '../judge/judge-trace.ts'
import type { LeakSample } from '../leak-trace.ts'
import type { ProbeAnswer } from '../probe/ask-probes.ts'

type Reading = Omit<LeakSample, 'at' | 'requests'>

/** What one look at rest says of one metric; NaN where it says nothing. */
export function levelOf(metric: MetricName, { reading, answers }: { reading: Reading; answers: Iterable<ProbeAnswer> }): number {
  const told = [...answers]
  switch (metric) {
    case 'live heap':
      return sum(told.map(({ live }) => live ?? 0))
    case 'memory outside the heap':
      return reading.memory - sum(told.map(({ committed }) => committed ?? 0))
    case 'GPU memory':
      return told.some(({ gpu }) => gpu !== undefined)
        ? sum(told.map(({ gpu }) => gpu ?? 0))
        : sum((reading.gpu ?? []).map(({ memory }) => memory))
    case 'files in memory':
      return reading.sharedFiles ?? Number.NaN
    case 'open files':
      return reading.files ?? Number.NaN
    case 'threads':
      return reading.threads ?? Number.NaN
    default:
      return reading.memory
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
