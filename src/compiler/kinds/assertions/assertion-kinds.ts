import type { AssertionKind } from './assertion-kind.ts'
import { cookies } from './cookies.ts'
import { headers } from './headers.ts'
import { hook } from './hook.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { jsonLike } from './json-like.ts'
import { jsonPath } from './json-path.ts'
import { jsonSchema } from './json-schema.ts'
import { mocks } from './mocks.ts'
import { openapi } from './openapi.ts'
import { redirects } from './redirects.ts'
import { session } from './session.ts'
import { size } from './size.ts'
import { snapshot } from './snapshot.ts'
import { status } from './status.ts'
import { stubs } from './stubs.ts'
import { text } from './text.ts'
import { time } from './time.ts'
import { xpath } from './xpath.ts'
import type { Expect } from '../../../spec/types.gen.ts'

/** Every key of `expect`; `tsc` names what the schema has and this lacks. */
export const assertionKinds: { readonly [Name in keyof Required<Expect>]: AssertionKind } = {
  status,
  headers,
  json,
  jsonLike,
  jsonPath,
  jsonSchema,
  text,
  xpath,
  html,
  cookies,
  size,
  time,
  redirects,
  openapi,
  session,
  snapshot,
  mocks,
  stubs,
  hook,
}
