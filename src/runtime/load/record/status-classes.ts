import type { EndpointSample } from './load-record.ts'

/** Finished requests by the class of their status: `2xx`, and `no answer`. */
export function statusClasses({ statuses, ok, failed, timedOut }: EndpointSample): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  let answered = 0
  for (const status in statuses) {
    const count = statuses[status] ?? 0
    const name = /^[1-5]\d\d$/.test(status) ? `${status[0]}xx` : 'other'
    counts.set(name, (counts.get(name) ?? 0) + count)
    answered += count
  }
  const unanswered = ok + failed + timedOut - answered
  if (unanswered > 0) counts.set('no answer', unanswered)
  return counts
}
