import { Histogram } from '../metrics/histogram.ts'
import type { EndpointSample, FailureCount, SparseHistogram } from '../record/load-record.ts'

/** What several threads counted for the same second, endpoint by endpoint. */
export function mergeEndpointSamples(parts: readonly (readonly EndpointSample[])[]): EndpointSample[] {
  const merged = new Map<number, EndpointSample>()
  for (const sample of parts.flat()) {
    const known = merged.get(sample.endpoint)
    merged.set(sample.endpoint, known === undefined ? sample : mergeTwo(known, sample))
  }
  return [...merged.values()].toSorted((a, b) => a.endpoint - b.endpoint)
}

function mergeTwo(a: EndpointSample, b: EndpointSample): EndpointSample {
  const failures = mergeFailures([...(a.failures ?? []), ...(b.failures ?? [])])
  return {
    endpoint: a.endpoint,
    started: a.started + b.started,
    ok: a.ok + b.ok,
    failed: a.failed + b.failed,
    timedOut: a.timedOut + b.timedOut,
    cancelled: a.cancelled + b.cancelled,
    bytesReceived: a.bytesReceived + b.bytesReceived,
    bytesSent: a.bytesSent + b.bytesSent,
    statuses: mergeStatuses(a.statuses, b.statuses),
    response: mergeHistograms(a.response, b.response),
    ...(a.service !== undefined && b.service !== undefined && { service: mergeHistograms(a.service, b.service) }),
    ...(failures.length > 0 && { failures }),
  }
}

function mergeHistograms(a: SparseHistogram, b: SparseHistogram): SparseHistogram {
  const merged = Histogram.fromSparse(a)
  merged.addSparse(b)
  return merged.toSparse()
}

function mergeStatuses(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const merged: Record<string, number> = { ...a }
  for (const [status, count] of Object.entries(b)) merged[status] = (merged[status] ?? 0) + count
  return merged
}

function mergeFailures(failures: readonly FailureCount[]): FailureCount[] {
  const merged = new Map<string, FailureCount>()
  for (const failure of failures) {
    const known = merged.get(failure.message)
    merged.set(failure.message, known === undefined ? failure : { ...failure, ...known, count: known.count + failure.count })
  }
  return [...merged.values()]
}
