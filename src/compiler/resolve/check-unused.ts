import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import type { Section } from '../checks/spec-names.ts'
import { problems } from '../diagnostics/problems.ts'

/** Sections whose unused names are most likely mistakes, with what an entry is called. */
const looked: readonly (readonly [section: Section, what: string, isFine?: (entry: Cursor) => boolean])[] = [
  // A required or secret variable has an effect of its own.
  ['env', 'The environment variable', (entry) => entry.get('required')?.value === true || entry.get('secret')?.value === true],
  ['variables', 'The variable'],
  ['services', 'The service'],
  ['stubs', 'The stub'],
  ['fixtures', 'The fixture'],
  ['requests', 'The request'],
  ['flows', 'The flow'],
]

export function checkUnused({ names, report }: { names: CheckTools['names']; report: CheckTools['report'] }): void {
  for (const [section, what, isFine] of looked) {
    for (const [name, entry] of names.all(section)) {
      if (!names.isUsed(section, name) && isFine?.(entry) !== true) report(problems.unused(what, name), { cursor: entry, at: 'key' })
    }
  }
}
