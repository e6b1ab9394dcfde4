import { checkCommand } from './check-command.ts'
import { checkDurationOrder } from './check-duration-order.ts'
import { checkPattern } from './check-pattern.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

/** Checks the `ready` of a service. */
export function checkReadiness(ready: Cursor | undefined, tools: CheckTools): void {
  if (ready === undefined) return
  const log = ready.get('log')
  if (log !== undefined) checkPattern(log, tools)
  checkCommand(ready.get('command'), tools)
  checkDurationOrder(ready, tools, { inner: { key: 'interval', default: '100ms' }, outer: { key: 'timeout', default: '60s' } })
}
