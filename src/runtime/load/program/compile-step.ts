import { authenticate } from '../../http/authenticate.ts'
import type { PreparedRequest } from '../../http/prepare-request.ts'
import { methodOf } from '../../http/prepare-request.ts'
import { RequestError } from '../../http/request-error.ts'
import { makeReady } from '../../project/make-ready.ts'
import type { Ready } from '../../project/make-ready.ts'
import { mergeRequest } from '../../project/merge-request.ts'
import type { Layer, MergedRequest } from '../../project/merge-request.ts'
import type { TestSession } from '../../project/test-session.ts'
import { compileChecks } from './compile-checks.ts'
import type { CompiledStep } from './load-program.ts'
import { createEncoder } from './request-encoder.ts'
import type { RequestEncoder } from './request-encoder.ts'
import type { SlotTracer } from './slot-tracer.ts'

export interface TracedStep {
  readonly step: Omit<CompiledStep, 'endpoint' | 'captures' | 'place' | 'layers'>
  readonly merged: MergedRequest
  readonly service: string
  /** Base URL of the service; absent for a whole URL. */
  readonly target: string | undefined
}

/** Prepares a traced request as a test's request is prepared, and turns what comes out into an encoder and checks. */
export async function compileStep(
  layers: readonly Layer[],
  { session, tracer }: { session: TestSession; tracer: SlotTracer },
): Promise<TracedStep> {
  tracer.beginStep()
  const before = tracer.marks
  let ready: Ready | undefined
  let slow: string | undefined
  try {
    ready = await makeReady(session, layers)
  } catch (error) {
    // Without placeholders it is a mistake that every request would have; with them it may be fine once values are known.
    if (!(error instanceof RequestError) || !layers.some(({ definition }) => tracer.isOpen(definition))) throw error
    slow = error.message
  }
  const merged = ready?.merged ?? mergeRequest(layers)
  const encoder = ready === undefined ? undefined : await encoderOf(ready, { session, tracer, before })
  if (encoder !== undefined && 'slow' in encoder) slow = encoder.slow
  const prepared = ready?.prepared
  return {
    merged,
    service: ready?.service?.name ?? merged.request.service ?? '',
    target: ready?.service?.address.url,
    step: {
      method: prepared?.method ?? methodGuess(merged),
      origin: prepared?.target.origin ?? '',
      timeoutMs: prepared?.timeoutMs ?? 30_000,
      redirects: prepared?.redirects ?? 10,
      encoder: encoder !== undefined && !('slow' in encoder) ? encoder : undefined,
      slow,
      check: compileChecks(merged.expectations, { tracer, failIf: merged.failIf.length > 0 }),
      expectations: merged.expectations,
      failIf: merged.failIf,
    },
  }
}

async function encoderOf(
  { merged, prepared }: Ready,
  { session, tracer, before }: { session: TestSession; tracer: SlotTracer; before: number },
): Promise<RequestEncoder | { readonly slow: string }> {
  const { request } = merged
  if (request.poll !== undefined) return { slow: 'poll' }
  if (request.retry !== undefined && request.retry !== null) return { slow: 'retry' }
  if (prepared.auth?.digest !== undefined) return { slow: 'auth: digest' }
  if (prepared.auth?.oauth2 !== undefined) return { slow: 'auth: oauth2' }
  // made anew for each request
  for (const kind of ['aws', 'hawk', 'oauth1', 'jwt'] as const) if (prepared.auth?.[kind] !== undefined) return { slow: `auth: ${kind}` }
  if (tracer.marksIn(/^[^/?]*/.exec(methodOf(request).path)?.[0] ?? '').size > 0) return { slow: 'a path that begins with a value' }
  const credentials = await credentialsOf(prepared, session)
  if (credentials === undefined) return { slow: 'auth with a value that is known only when it is sent' }
  if (tracer.lost !== undefined) return { slow: tracer.lost }
  const { expect: _expect, capture: _capture, name: _name, ...sent } = request
  const required = tracer.marksIn(sent)
  for (let mark = before; mark < tracer.marks; mark++) required.add(mark)
  return createEncoder(prepared, { tracer, credentials, required })
}

async function credentialsOf({ auth, base, timeoutMs }: PreparedRequest, session: TestSession) {
  try {
    return await authenticate(auth, { base, timeoutMs, signal: session.signal })
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function methodGuess(merged: MergedRequest): string {
  try {
    return methodOf(merged.request).method
  } catch {
    return 'GET'
  }
}
