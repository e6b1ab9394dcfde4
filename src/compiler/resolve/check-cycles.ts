import type { CheckTools } from '../checks/check-tools.ts'
import type { Section } from '../checks/spec-names.ts'
import { problems } from '../diagnostics/problems.ts'
import { dependenciesOf } from '../checks/dependencies-of.ts'
import { findCycles } from './find-cycles.ts'
import { namesIn } from '../templates/references-in.ts'

/** Things that need each other in a circle could never be made. Flows are looked at by their book. */
export function checkCycles(tools: CheckTools): void {
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

  /** A fixture made by a request needs all that the request reads. */
  function fixturesOf(name: string): Set<string> {
    const fixture = names.cursor('fixtures', name)
    const request = names.cursor('requests', fixture?.get('request')?.text ?? '')
    return new Set([...namesIn(fixture?.value, 'fixtures'), ...namesIn(request?.value, 'fixtures')])
  }
}
