import { closeTo } from './close-to.ts'
import { contains } from './contains.ts'
import { any, each } from './elements.ts'
import { equals } from './equals.ts'
import type { Matcher, MatcherName } from './matcher.ts'
import { matches } from './matches.ts'
import { not } from './not.ts'
import { oneOf } from './one-of.ts'
import { gt, gte, lt, lte } from './order.ts'
import { empty, exists, optional } from './presence.ts'
import { schema } from './schema.ts'
import { size } from './size.ts'
import { endsWith, startsWith } from './text-edge.ts'
import { type } from './type.ts'
import { unique } from './unique.ts'

export const matchers: { readonly [Name in MatcherName]: Matcher } = {
  any,
  closeTo,
  contains,
  each,
  empty,
  endsWith,
  equals,
  exists,
  gt,
  gte,
  lt,
  lte,
  matches,
  not,
  oneOf,
  optional,
  schema,
  size,
  startsWith,
  type,
  unique,
}
