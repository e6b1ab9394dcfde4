import { hard, joined, print } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript } from '../script/load-script.ts'
import { locustAbout } from './locust-about.ts'
import { emitConstants, emitFolder } from './python-constants.ts'
import { fixtureConstants, makeFixtures } from './python-fixtures.ts'
import { helperNeeds, pythonHelpers } from './python-helpers.ts'
import { quote } from './python-literal.ts'
import { PythonModule } from './python-module.ts'
import { emitPace } from './python-pace.ts'
import { emitRows, rowListeners } from './python-rows.ts'
import { emitThresholds } from './python-thresholds.ts'
import { emitUser } from './python-user.ts'

/** The profile as a Locust file: one class of users, tasks with their weights, checks on every answer. */
export function locustfile(script: LoadScript): string {
  const about = locustAbout(script)
  if (script.impossible.length > 0) return refusal(about, script.impossible)
  const module = new PythonModule(script)
  const pace = emitPace(script, module)
  const constants = emitConstants(script, module)
  const rows = emitRows(script, module)
  const early = new Set(module.helpers)
  const body = emitUser(script, module, { ...pace, start: [...makeFixtures(script, module), ...pace.start] })
  const listeners = [...pace.listeners, ...rowListeners(script, module), ...emitThresholds(script, module)]
  followHelpers(module)
  const folder = emitFolder(script, module)
  const fixtures = fixtureConstants(script, module)
  const imports = module.importLines()
  const top = [...folder, ...constants, ...rows, ...fixtures, ...pace.constants]
  const first = helperTexts(module, (name) => early.has(name))
  const blocks = [...helperTexts(module, (name) => !early.has(name)), body, ...pace.shape, ...listeners].map((block) => printed(block))
  return `"""${about.join('\n')}\n"""\n\n${imports.join('\n')}\n\n${first.map((text) => `\n${text}\n\n`).join('')}${first.length > 0 && top.length > 0 ? '\n' : ''}${top.length === 0 ? '' : `${printed(joined(top, hard))}\n\n`}\n${blocks.join('\n\n\n')}\n`
}

function printed(doc: Doc): string {
  return print(doc, { width: 88, step: 4 })
}

function refusal(about: readonly string[], impossible: readonly string[]): string {
  const lines = impossible.map((what) => `    ${quote(`- ${what}`)},`)
  return `"""${about.join('\n')}\n"""\n\nimport sys\n\nREASONS = [\n${lines.join('\n')}\n]\n\nsys.exit(\n    "Only apitest itself can run this load profile; Locust has no words for:\\n"\n    + "\\n".join(REASONS)\n)\n`
}

/** Helpers call each other, and import things. */
function followHelpers(module: PythonModule): void {
  // the set grows while it is read, and what is added is read too
  for (const name of module.helpers) {
    for (const other of helperNeeds[name]?.helpers ?? []) module.helper(other)
    for (const [from, what] of helperNeeds[name]?.imports ?? []) module.use(from, what)
  }
}

function helperTexts(module: PythonModule, wanted: (name: string) => boolean): string[] {
  return Object.keys(pythonHelpers)
    .filter((name) => module.has(name) && wanted(name))
    .map((name) => pythonHelpers[name] ?? '')
}
