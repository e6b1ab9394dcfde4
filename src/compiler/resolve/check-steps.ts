import type { Cursor } from '../checks/cursor.ts'
import type { Books } from './books.ts'
import { checkRequest } from './check-request.ts'
import { checkTexts } from './check-text.ts'
import type { CaptureTree, Scope } from './scope.ts'

export interface StepSite {
  /** What its steps may name, captures left out. */
  readonly scope: Scope
  readonly books: Books
  /** The service of the test or suite around the steps. */
  readonly service?: string | undefined
  /** Captures that exist before the first step. */
  readonly before?: CaptureTree
}

/** Checks steps one after another; each may use the captures of those before it. Returns the captures behind the last. */
export function checkSteps(steps: readonly Cursor[], site: StepSite): CaptureTree {
  const { flows } = site.books
  const made = new Map(site.before)
  for (const [index, step] of steps.entries()) {
    const later = (name: string) =>
      captureCursor(
        steps.slice(index).find((other) => flows.capturesOf(other).has(name)),
        name,
      )
    checkStep(step, { ...site, scope: { ...site.scope, captures: { made, later } } })
    for (const [name, tree] of flows.capturesOf(step)) made.set(name, tree)
  }
  return made
}

/** Where a step captures a name: its own `capture`, or the step where its request or flow does. */
function captureCursor(step: Cursor | undefined, name: string): Cursor | undefined {
  return step?.get('capture')?.get(name) ?? step
}

/** Checks one step whose scope is complete. */
export function checkStep(step: Cursor, { scope, books, service }: StepSite): void {
  const { tools, requests, flows, services } = books
  const flow = step.get('flow')
  if (flow !== undefined) {
    const args = step.get('args')
    flows.use(flow, args)
    if (args !== undefined) checkTexts(args, scope, tools)
    return
  }
  const name = step.get('request')
  const base = name && requests.use(name, scope)
  checkRequest(step, { scope, tools, ...(base && { base }) })
  if (name === undefined || base !== undefined) services.book(step, { base, inherited: service })
}
