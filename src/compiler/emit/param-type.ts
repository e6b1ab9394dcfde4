import type { PlannedFlow, PlannedStep } from '../plan/plan.ts'
import { visitExpressions } from './inspect-value.ts'
import type { FoundExpression } from './inspect-value.ts'

/**
 * The type of a flow's parameter: `unknown` where it only goes into text or into data that is sent, `Data` (anything) where the
 * code looks into it or gives it to something that wants to know.
 */
export function paramType(flow: PlannedFlow, param: string): 'unknown' | 'Data' {
  let type: 'unknown' | 'Data' = 'unknown'
  const visit = (found: FoundExpression) => {
    const { expression } = found
    if (expression.kind === 'param' && expression.name === param && (expression.path.length > 0 || !takesAnything(found))) type = 'Data'
  }
  for (const step of flow.steps) visitExpressions(sent(step), visit)
  return type
}

function sent(step: PlannedStep) {
  return step.kind === 'flow' ? ({ kind: 'map', entries: [['args', step.args]] } as const) : step.changes
}

function takesAnything({ as, path }: FoundExpression): boolean {
  if (as !== 'whole') return as === 'part'
  const [first, second] = path
  if (first === 'json') return true
  if (first === 'expect') return path.length > 2 || ['status', 'json', 'jsonLike', 'text', 'size', 'time'].includes(String(second))
  return ['args', 'query', 'headers', 'cookies', 'form', 'multipart'].includes(String(first)) && path.length > 1
}
