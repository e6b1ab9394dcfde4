import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import type { AssertionKind } from '../kinds/assertions/assertion-kind.ts'
import { assertionKinds } from '../kinds/assertions/assertion-kinds.ts'

/** Checks every key of an `expect`, apart from its `${…}`. */
export function checkExpect(expect: Cursor | undefined, tools: CheckTools): void {
  for (const entry of expect?.entries() ?? []) assertionKind(entry.name).check(entry, tools)
}

function assertionKind(name: string): AssertionKind {
  return assertionKinds[name as keyof typeof assertionKinds]
}
