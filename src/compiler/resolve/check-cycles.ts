import type { CheckTools } from '../checks/check-tools.ts'
import type { Section } from '../checks/spec-names.ts'
import type { Cursor } from '../checks/cursor.ts'
import { lateValuesOf } from '../checks/late-values.ts'
import { isWholeUrl } from '../checks/whole-url.ts'
import { problems } from '../diagnostics/problems.ts'
import { dependenciesOf } from '../checks/dependencies-of.ts'
import { findCycles } from './find-cycles.ts'
import { namesIn } from '../templates/references-in.ts'

/** Things that need each other in a circle could never be made. Flows are looked at by their book. */
export function checkCycles(defaults: Cursor | undefined, tools: CheckTools): void {
  const { names } = tools
  report('variables', 'Variables', (name) => namesIn(names.cursor('variables', name)?.value, 'variables'))
  report('services', 'Services', (name) => dependenciesOf(names.cursor('services', name)))
  report('fixtures', 'Fixtures', (name) => fixturesOf(name))

  function report(section: Section, what: string, edges: (name: string) => Iterable<string>): void {
    for (const [first = '', ...rest] of findCycles(names.all(section).keys(), edges)) {
      const cursor = names.cursor(section, first)
      if (cursor !== undefined) tools.report(problems.cycle([first, ...rest, first], what), { cursor, at: 'key' })
    }
  }

  /** A fixture made by a request needs all that the request reads, and what it is sent with, apart from what needs the fixture itself. */
  function fixturesOf(name: string): Set<string> {
    const fixture = names.cursor('fixtures', name)
    const request = names.cursor('requests', fixture?.get('request')?.text ?? '')
    const needed = new Set([...namesIn(fixture?.value, 'fixtures'), ...namesIn(request?.value, 'fixtures')])
    if (request === undefined) return needed
    const service = names.cursor('services', request.get('service')?.text ?? [...names.all('services').keys()][0] ?? '')
    const late = [
      ...lateValuesOf(defaults, request),
      ...(isWholeUrl(request, undefined) ? [] : lateValuesOf(service, request, ['headers'])),
    ]
    for (const value of late) {
      const others = namesIn(value.value, 'fixtures')
      if (!others.includes(name)) for (const other of others) needed.add(other)
    }
    return needed
  }
}
