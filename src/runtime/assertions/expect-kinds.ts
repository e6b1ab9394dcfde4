import { cookies } from './kinds/cookies.ts'
import type { ExpectKind } from './kinds/expect-kind.ts'
import { headers } from './kinds/headers.ts'
import { hook } from './kinds/hook.ts'
import { html } from './kinds/html.ts'
import { jsonPath } from './kinds/json-path.ts'
import { jsonSchema } from './kinds/json-schema.ts'
import { json, jsonLike } from './kinds/json.ts'
import { mocks } from './kinds/mocks.ts'
import { openapi } from './kinds/openapi.ts'
import { redirects } from './kinds/redirects.ts'
import { session } from './kinds/session.ts'
import { size } from './kinds/size.ts'
import { snapshot } from './kinds/snapshot.ts'
import { status } from './kinds/status.ts'
import { stubs } from './kinds/stubs.ts'
import { text } from './kinds/text.ts'
import { time } from './kinds/time.ts'
import { xpath } from './kinds/xpath.ts'

export type ExpectKey =
  | 'cookies'
  | 'headers'
  | 'hook'
  | 'html'
  | 'json'
  | 'jsonLike'
  | 'jsonPath'
  | 'jsonSchema'
  | 'mocks'
  | 'openapi'
  | 'redirects'
  | 'session'
  | 'size'
  | 'snapshot'
  | 'status'
  | 'stubs'
  | 'text'
  | 'time'
  | 'xpath'

export const expectKinds: { readonly [Key in ExpectKey]: ExpectKind } = {
  cookies,
  headers,
  hook,
  html,
  json,
  jsonLike,
  jsonPath,
  jsonSchema,
  mocks,
  openapi,
  redirects,
  session,
  size,
  snapshot,
  status,
  stubs,
  text,
  time,
  xpath,
}
