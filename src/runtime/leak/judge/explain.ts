import { formatBytes, formatCount } from '../format-leak.ts'
import type { Judgement, SeriesJudgement } from './judge-trace.ts'

export interface Explanation {
  readonly reason: string
  readonly hint: string | undefined
}

/** Why the verdict is what it is, in words, and what to do next. */
export function explain(judgement: Judgement, { requests, extended }: { requests: number; extended: boolean }): Explanation {
  const { verdict, decisive } = judgement
  if (judgement.masked) return explainMasked(judgement)
  if (decisive.unit === 'count') return explainCount(decisive)
  if (verdict === 'leak') return explainLeak(decisive, requests)
  if (judgement.suspected !== undefined) return explainSuspected(judgement, requests)
  if (verdict === 'no leak') return explainClean(judgement)
  return explainDoubt(decisive, extended)
}

function explainLeak({ trend, metric }: SeriesJudgement, requests: number): Explanation {
  const judged = formatCount(trend.until - trend.from)
  return {
    reason: `${metric} grew steadily: ${formatBytes(trend.slope)} for each of the last ${judged} requests`,
    hint: `If this is a cache, it holds more than ${formatCount(requests)} entries: say so with \`caches: { entries: N }\``,
  }
}

function explainMasked({ generations }: Judgement): Explanation {
  const { count = 0, slope = 0 } = generations ?? {}
  return {
    reason: `each of ${count} workers grew until it was replaced, by ${formatBytes(slope)} for each of its requests; the replacing hides it`,
    hint: 'Look at one worker for longer: let the server replace its workers later',
  }
}

function explainCount({ metric, trend }: SeriesJudgement): Explanation {
  const per =
    trend.slope >= 0.5 ? `${Number(trend.slope.toFixed(1))} for each request` : `one for every ${formatCount(1 / trend.slope)} requests`
  return {
    reason: `the number of ${metric} grew steadily: ${per}`,
    hint:
      metric === 'threads'
        ? 'Does each thread that is started also end?'
        : 'Are files, sockets and connections closed, also behind a failure?',
  }
}

const NAMES = { node: 'Node', java: 'the JVM', dotnet: '.NET', go: 'Go', python: 'Python', other: 'the runtime' } as const

function explainSuspected({ suspected = 'other', decisive }: Judgement, requests: number): Explanation {
  const { trend } = decisive
  return {
    reason: `suspected: memory grew steadily, by ${formatBytes(trend.slope)} for each request, but ${NAMES[suspected]} collects only when it has to, and ${formatCount(requests)} requests may not have been enough for that`,
    hint:
      suspected === 'node'
        ? 'Use `probe: auto`, which forces a collection before each look'
        : 'Give the service a request that forces a collection, and name it: `probe: { post: /__gc }`',
  }
}

function explainClean({ decisive, generations }: Judgement): Explanation {
  const { trend, metric } = decisive
  const bound = `no leak larger than ${formatBytes(Math.max(1, Math.ceil(trend.high)))} for each request`
  if (generations !== undefined) return { reason: `${generations.count} workers were replaced, and none of them grew`, hint: undefined }
  const shapes: Partial<Record<typeof trend.shape, string>> = {
    'rose, then flat': `${metric} rose, then stayed: ${bound}`,
    returns: `${metric} goes up and down and comes back to where it was: ${bound}`,
    'below the threshold': `${metric} grew by less than counts: ${bound}`,
  }
  return { reason: shapes[trend.shape] ?? `${metric} stayed flat: ${bound}`, hint: undefined }
}

function explainDoubt({ trend, metric }: SeriesJudgement, extended: boolean): Explanation {
  const longer = extended
    ? 'Watch it for longer: `window: { requests: … }`'
    : 'Let the window double by itself (`extend: true`), or make it longer'
  switch (trend.shape) {
    case 'steps':
      return {
        reason: `${metric} grew in a few steps: that may be code or data that is loaded late, or a leak that comes seldom`,
        hint: longer,
      }
    case 'given back before':
      return {
        reason: `${metric} grew steadily, as it did before it was given back all at once; it may be given back again`,
        hint: longer,
      }
    case 'slowing':
      return {
        reason: `${metric} grows more and more slowly, now by about ${formatBytes(trend.slope)} for each request: that may be a cache that fills`,
        hint: `${longer}, or name the cache: \`caches: { entries: N }\``,
      }
    default:
      return {
        reason: `${metric} goes up and down too much to tell: growth is between ${formatBytes(trend.low)} and ${formatBytes(trend.high)} for each request`,
        hint: `${longer}; fewer \`users\` and a constant \`rate\` make it quieter`,
      }
  }
}
