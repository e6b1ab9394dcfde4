import { referencesIn } from '../templates/references-in.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import type { Books } from './books.ts'
import { checkLoadModel } from './check-load-model.ts'
import { checkRows } from './check-rows.ts'
import { checkScripts } from './check-scripts.ts'
import { checkStep, checkSteps } from './check-steps.ts'
import { checkTexts } from './check-text.ts'
import { checkThresholds } from './check-thresholds.ts'
import { scopeOf } from './scope.ts'

/** Leak windows send named requests. */
export function checkLeaks(leaks: Cursor | undefined, books: Books): void {
  const { tools, requests } = books
  const scope = scopeOf('a leak window', ['fixtures', 'services', 'stubs'])
  for (const leak of leaks?.entries() ?? []) {
    const single = leak.get('request')
    const named = leak.get('requests')?.entries() ?? []
    if (single !== undefined) {
      const base = requests.use(single, scope)
      if (base !== undefined) bookLoad(books, { step: base, at: single })
    }
    for (const entry of named) {
      const base = requests.use(entry, scope, entry.name)
      if (base !== undefined) bookLoad(books, { step: base, at: entry })
    }
    for (const entry of leak.entries()) if (!['description', 'request', 'requests'].includes(entry.name)) checkTexts(entry, scope, tools)
  }
}

/** Load profiles: what their tasks name, whether their model makes sense, and whether their thresholds speak of what is sent. */
export function checkLoads(loads: Cursor | undefined, books: Books): void {
  const { tools } = books
  const said = new Set<string>()
  for (const load of loads?.entries() ?? []) {
    const data = load.get('data')
    const rows = data?.isList === true ? checkRows(data, tools) : undefined
    if (data !== undefined && !data.isList) checkTexts(data, scopeOf('the rows of a load profile', ['fixtures'], { dataOnly: true }), tools)
    const names = ['fixtures', 'captures', 'services', 'stubs'] as const
    const scope = scopeOf('a load profile', data === undefined ? names : [...names, 'row'], rows && { rows })
    const tasks = load.get('tasks')?.items() ?? []
    for (const task of tasks) {
      const steps = task.get('steps')?.items()
      if (steps === undefined) checkStep(task, { scope: { ...scope, captures: { made: new Map(), later: () => undefined } }, books })
      else checkSteps(steps, { scope, books })
      for (const step of steps ?? [task]) bookSteps(books, { step, at: step, flows: new Set() })
    }
    const plain = scopeOf('a load profile', [])
    for (const entry of load.entries()) if (!['description', 'data', 'tasks'].includes(entry.name)) checkTexts(entry, plain, tools)
    checkLoadModel(load, tools)
    checkThresholds(load, tools)
    // Who has a cluster in mind runs the scripts; for others `--engine` says it.
    if (load.has('cluster')) checkScripts(tasks, tools, said)
  }
}

/** A flow sends its steps wherever it is run. */
function bookSteps(books: Books, { step, at, flows }: { step: Cursor; at: Cursor; flows: Set<string> }): void {
  const flow = step.get('flow')?.text
  if (flow === undefined) return bookLoad(books, { step, at })
  if (flows.has(flow)) return
  flows.add(flow)
  for (const inner of books.tools.names.cursor('flows', flow)?.get('steps')?.items() ?? []) bookSteps(books, { step: inner, at, flows })
}

/** What tests share and look at by name belongs to one run of tests, one after another. */
function checkShared({ tools }: Books, { step, base, at }: { step: Cursor; base: Cursor | undefined; at: Cursor }): void {
  for (const part of [step, base]) {
    if (part === undefined) continue
    const key = ['before', 'checks'].find((name) => part.has(name))
    const session =
      referencesIn(part.value).some(({ segments }) => segments[0]?.value === 'session') || part.get('expect')?.has('session') === true
    const found = key ?? (session ? 'session' : undefined)
    if (found !== undefined) return tools.report(problems.notInLoad(found), { cursor: at })
  }
}

/** Load is only put on a service that somebody started for it, or that allows it. */
function bookLoad(books: Books, { step, at }: { step: Cursor; at: Cursor }): void {
  const { tools, services } = books
  const base = tools.names.cursor('requests', step.get('request')?.text ?? '')
  checkShared(books, { step, base, at })
  const name = services.book(step, { base })
  const service = tools.names.cursor('services', name ?? '')
  if (service === undefined) return
  const related = [{ message: 'The service is declared here', spot: { cursor: service, at: 'key' } }] as const
  if (service.has('url') && service.get('allowLoad')?.value !== true)
    tools.report(problems.loadNotAllowed(service.name), { cursor: at }, related)
}
