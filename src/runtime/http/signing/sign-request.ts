import type { Auth } from '../../project/request-types.ts'
import type { WireRequest } from '../send-once.ts'
import { signAws } from './sign-aws.ts'
import { signHawk } from './sign-hawk.ts'
import { signOAuth1 } from './sign-oauth1.ts'

/** Where a signature takes its time from. */
export interface SigningClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly nonce: () => string
}

/** Whether the credentials are a signature over the whole request. */
export function signsRequest({ aws, hawk, oauth1 }: Auth): boolean {
  return aws !== undefined || hawk !== undefined || oauth1 !== undefined
}

/** The request with its signature; kinds of `auth` that sign nothing leave it as it is. */
export async function signRequest(auth: Auth | undefined, wire: WireRequest, clock?: SigningClock): Promise<WireRequest> {
  // a header that the request itself has wins, so that a test can send a wrong one
  if (auth === undefined || wire.headers.some(([name]) => name.toLowerCase() === 'authorization')) return wire
  if (auth.aws !== undefined) return signAws(auth.aws, wire, clock)
  if (auth.hawk !== undefined) return signHawk(auth.hawk, wire, clock)
  if (auth.oauth1 !== undefined) return signOAuth1(auth.oauth1, wire, clock)
  return wire
}
