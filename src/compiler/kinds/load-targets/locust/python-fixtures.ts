import { hard, indent, joined } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript } from '../script/load-script.ts'
import { madeValue } from '../script/read-made.ts'
import { quote } from './python-literal.ts'
import type { PythonModule } from './python-module.ts'

export function fixtureConstants({ made }: LoadScript, module: PythonModule): Doc[] {
  if (made.length === 0) return []
  return ['fixtures = {}', `making = ${module.use('gevent.lock', 'Semaphore')}()`]
}

/** The first user does it for all of its process. */
export function makeFixtures({ made }: LoadScript, module: PythonModule): Doc[] {
  if (made.length === 0) return []
  const lines = made.map(({ name, flow }): Doc => [
    `if ${quote(name)} not in fixtures:`,
    indent([hard, `fixtures[${quote(name)}] = self.${module.flows.get(flow) ?? ''}()[${quote(madeValue)}]`]),
  ])
  return [['with making:  # once, for all users of this process', indent([hard, joined(lines, hard)])]]
}
