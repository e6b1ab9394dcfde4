import type { TestSession } from './test-session.ts'
import { isPlaceholder } from '../values/placeholder.ts'
import type { RequestDefinition } from './request-types.ts'

/** A fixture was asked for by what has to be done to make it. */
export class FixtureInTheMaking extends Error {
  override readonly name = 'FixtureInTheMaking'

  constructor(fixture: string) {
    super(`The fixture \`${fixture}\` needs itself`)
  }
}

const byEntry = ['headers', 'query', 'cookies'] as const

/**
 * Computes the values of `defaults` and of a service that are functions of the `api`, as far as the request has not replaced them. The
 * requests that make a fixture are sent without what needs that fixture.
 */
export async function computeLateValues(request: RequestDefinition, session: TestSession): Promise<RequestDefinition> {
  const computed: Record<string, unknown> = { ...request }
  if (isLate(request.auth)) await compute(computed, 'auth', session)
  for (const key of byEntry) {
    const map = request[key]
    if (map === undefined || !Object.values(map).some(isLate)) continue
    const entries: Record<string, unknown> = { ...map }
    for (const name of Object.keys(map)) if (isLate(map[name])) await compute(entries, name, session)
    computed[key] = entries
  }
  return computed
}

async function compute(owner: Record<string, unknown>, key: string, session: TestSession): Promise<void> {
  try {
    owner[key] = await (owner[key] as LateValue)(session)
  } catch (error) {
    if (!(error instanceof FixtureInTheMaking)) throw error
    delete owner[key]
  }
}

type LateValue = (api: TestSession) => unknown

function isLate(value: unknown): value is LateValue {
  return typeof value === 'function' && !isPlaceholder(value)
}
