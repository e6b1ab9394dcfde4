import { header } from '../header.ts'
import { arrow, atom, call, list, stringLiteral } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `setup.ts`: vitest's global setup. */
export function setupFile(project: Project): string {
  const { plan } = project
  const { module } = fileScope(project)
  const used = new Set(plan.suites.flatMap((suite) => suite.tests.flatMap((test) => test.services)))
  // in the order of the spec, so that a test moved elsewhere changes nothing here
  const names = plan.services.map(({ name }) => name).filter((name) => used.has(name))
  const serve = call(module.use('apitest', 'serve'), [
    atom(module.use('./project.js', 'project')),
    list(names.map((name) => stringLiteral(name))),
  ])
  const comment = docComment('Starts the services that the tests use, once for the whole run, and stops them afterwards.')
  return module.print(header(plan), [{ before: 'export default ', code: arrow('() =>', serve), comment }])
}
