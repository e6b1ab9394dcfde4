import { projectPath } from '../../checks/check-file.ts'
import { checkExpected, count } from '../../checks/check-matcher.ts'
import type { CheckTools } from '../../checks/check-tools.ts'
import type { Cursor } from '../../checks/cursor.ts'
import { readData } from '../../checks/read-data.ts'
import { routeOf } from '../../checks/stub-routes.ts'
import { problems } from '../../diagnostics/problems.ts'
import type { AssertionKind } from './assertion-kind.ts'

export const stubs: AssertionKind = {
  check: (expected, tools) => {
    for (const entry of expected.entries()) {
      const stub = tools.names.cursor('stubs', entry.name)
      if (stub === undefined) {
        tools.report(tools.names.unknown('stubs', entry.name), { cursor: entry, at: 'key' })
        continue
      }
      for (const route of entry.entries()) {
        const calls = route.get('calls')
        if (calls !== undefined) checkExpected(calls, tools, count)
      }
      tools.later(() => checkRoutes(entry, stub, tools))
    }
  },
  plan: (expected, tools) => tools.value(expected),
}

/** A route that is misspelt would be called zero times, which some tests expect. */
async function checkRoutes(expected: Cursor, stub: Cursor, tools: CheckTools): Promise<void> {
  const own = stub.get('routes')?.items() ?? []
  const known = [...new Set([...own.map((route) => routeOf(route).name), ...(await recordedRoutes(stub, tools))])]
  for (const route of expected.entries()) {
    if (known.includes(route.name)) continue
    tools.report(problems.unknownRoute(route.name, stub.name, known), { cursor: route, at: 'key' })
  }
}

async function recordedRoutes(stub: Cursor, tools: CheckTools): Promise<readonly string[]> {
  const to = stub.get('record')?.get('to')
  if (to?.text === undefined) return []
  const entry = tools.disk.look(projectPath(to.file, to.text))
  if (entry.kind !== 'file') return []
  const tape = await readData('yaml', entry.path, entry.text())
  const routes = 'data' in tape && typeof tape.data === 'object' && tape.data !== null && 'routes' in tape.data ? tape.data.routes : []
  return Array.isArray(routes) ? routes.map(recordedName) : []
}

function recordedName(route: Readonly<Record<string, unknown>>): string {
  const { method, path } = route
  if (method !== undefined) return `${String(method)} ${String(path)}`
  const [key = '', text] = Object.entries(route).find(([name]) => name !== 'when' && name !== 'respond') ?? []
  return `${key.toUpperCase()} ${String(text)}`
}
