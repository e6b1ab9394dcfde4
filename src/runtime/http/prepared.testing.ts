import type { RequestDefinition } from '../project/request-types.ts'
import { CookieJar } from './cookie-jar.ts'
import type { HttpResponse } from './http-response.ts'
import type { JsonChanges } from './patch-json.ts'
import { performRequest } from './perform-request.ts'
import { prepareRequest } from './prepare-request.ts'
import type { PreparedRequest } from './prepare-request.ts'

export interface Around {
  readonly base?: string
  readonly jar?: CookieJar
  readonly folder?: URL
  readonly changes?: readonly JsonChanges[]
}

export function prepare(
  request: RequestDefinition,
  { base = 'http://127.0.0.1:1', folder = new URL(import.meta.url), changes = [] }: Around = {},
): Promise<PreparedRequest> {
  return prepareRequest({ request, changes, folder, base, basePath: undefined })
}

/** Prepares and sends, as a test does without its expectations. */
export async function perform(request: RequestDefinition, { jar = new CookieJar(), ...around }: Around): Promise<HttpResponse> {
  return performRequest({ request: await prepare(request, around), jar, signal: undefined, onSend: () => undefined })
}
