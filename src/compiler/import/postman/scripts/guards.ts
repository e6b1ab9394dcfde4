import { addTest } from './conditions.ts'
import { ExpectMap } from './expect-map.ts'
import { give } from './untranslatable.ts'
import type { Test } from './symbol.ts'

/** A condition around statements; `holds: false` stands for its else. */
export interface Guard {
  readonly test: Test
  readonly holds: boolean
}

export interface GuardKeys {
  readonly when?: Readonly<Record<string, unknown>>
  readonly unless?: Readonly<Record<string, unknown>>
}

/** Conditions as `when` and `unless`. */
export function guardKeys(guards: readonly Guard[]): GuardKeys {
  const when = new ExpectMap()
  let unless: ExpectMap | undefined
  for (const { test, holds } of guards) {
    if (isSayable(test, holds)) addTest(test, when, { holds })
    else if (unless === undefined) {
      // what cannot be said as such is the opposite of something that can
      unless = new ExpectMap()
      addTest(test, unless, { holds: !holds })
      if (holds && !isExactOpposite(test)) return give('alternatives (||) that say more than one thing each')
    } else return give('several conditions that cannot be said together')
  }
  return { ...(!when.isEmpty && { when: when.toExpect() }), ...(unless !== undefined && { unless: unless.toExpect() }) }
}

function isSayable(test: Test, holds: boolean): boolean {
  const own = new ExpectMap()
  try {
    addTest(test, own, { holds })
  } catch {
    return false
  }
  return holds || own.isSingle
}

/** Whether the opposite of `a || b` is the opposite of `a` and that of `b`, each said by one condition. */
function isExactOpposite(test: Test): boolean {
  if (test.kind === 'or') return isExactOpposite(test.left) && isExactOpposite(test.right)
  if (test.kind === 'not') return isSayable(test.of, true)
  const own = new ExpectMap()
  addTest(test, own, { holds: false })
  return own.isSingle
}

/** What a condition on constants comes to; `undefined` for any other. */
export function constantOf(test: Test): boolean | undefined {
  if (test.kind === 'truthy') return test.of.kind === 'literal' ? Boolean(test.of.value) : undefined
  if (test.kind !== 'not') return undefined
  const inner = constantOf(test.of)
  return inner === undefined ? undefined : !inner
}
