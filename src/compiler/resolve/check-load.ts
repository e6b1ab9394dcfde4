import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import type { Books } from './books.ts'
import { checkRows } from './check-rows.ts'
import { checkStep, checkSteps } from './check-steps.ts'
import { checkTexts } from './check-text.ts'
import { scopeOf } from './scope.ts'

const plan = { severity: 'warning' } as const

/** Leak windows are described: their names are checked, `run` says that they were not run. */
export function checkLeaks(leaks: Cursor | undefined, books: Books): void {
  if (leaks === undefined || leaks.entries().length === 0) return
  const { tools, requests } = books
  tools.report(problems.notYet('`leaks`', { ...plan, consequence: 'The tests run without it' }), { cursor: leaks, at: 'key' })
  const scope = scopeOf('a leak window', ['fixtures', 'services', 'stubs'])
  for (const leak of leaks.entries()) {
    const single = leak.get('request')
    const named = leak.get('requests')?.entries() ?? []
    if (single !== undefined) {
      const base = requests.use(single, scope)
      if (base !== undefined) bookLoad(books, { step: base, at: single })
    }
    for (const entry of named) {
      if (!tools.names.use('requests', entry.name)) tools.report(tools.names.unknown('requests', entry.name), { cursor: entry, at: 'key' })
      const base = tools.names.cursor('requests', entry.name)
      if (base !== undefined) bookLoad(books, { step: base, at: entry })
    }
    for (const entry of leak.entries()) if (!['description', 'request', 'requests'].includes(entry.name)) checkTexts(entry, scope, tools)
  }
}

/** Load profiles likewise. */
export function checkLoads(loads: Cursor | undefined, books: Books): void {
  if (loads === undefined || loads.entries().length === 0) return
  const { tools } = books
  tools.report(problems.notYet('`loads`', { ...plan, consequence: 'The tests run without it' }), { cursor: loads, at: 'key' })
  for (const load of loads.entries()) {
    const data = load.get('data')
    const rows = data?.isList === true ? checkRows(data, tools) : undefined
    if (data !== undefined && !data.isList) checkTexts(data, scopeOf('the rows of a load profile', ['fixtures'], { dataOnly: true }), tools)
    const names = ['fixtures', 'captures', 'services', 'stubs'] as const
    const scope = scopeOf('a load profile', data === undefined ? names : [...names, 'row'], rows && { rows })
    for (const task of load.get('tasks')?.items() ?? []) {
      const steps = task.get('steps')?.items()
      if (steps === undefined) checkStep(task, { scope: { ...scope, captures: { made: new Map(), later: () => undefined } }, books })
      else checkSteps(steps, { scope, books })
      for (const step of steps ?? [task]) bookLoad(books, { step, at: step })
    }
    const plain = scopeOf('a load profile', [])
    for (const entry of load.entries()) if (!['description', 'data', 'tasks'].includes(entry.name)) checkTexts(entry, plain, tools)
  }
}

/** Load is only put on a service that somebody started for it, or that allows it. */
function bookLoad({ tools, services }: Books, { step, at }: { step: Cursor; at: Cursor }): void {
  const base = tools.names.cursor('requests', step.get('request')?.text ?? '')
  if (step.has('flow')) return
  const name = services.book(step, { base })
  const service = tools.names.cursor('services', name ?? '')
  if (service?.has('url') !== true || service.get('allowLoad')?.value === true) return
  tools.report(problems.loadNotAllowed(service.name), { cursor: at }, [
    { message: 'The service is declared here', spot: { cursor: service, at: 'key' } },
  ])
}
