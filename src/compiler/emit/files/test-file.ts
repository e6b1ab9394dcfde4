import { header } from '../header.ts'
import { atom, call } from '../typescript/code.ts'
import { docComment } from '../typescript/comment.ts'
import { fileScope } from './project.ts'
import type { Project } from './project.ts'

/** `test.ts`: vitest's `test` with the project's `api`. */
export function testFile(project: Project): string {
  const { module } = fileScope(project)
  module.useAs('vitest', 'test', 'base')
  const code = call('base.extend', [atom(`${module.use('./project.js', 'project')}.context`, 'chain')])
  const comment = docComment("vitest's `test` with an `api` that sends requests, keeps captures and cleans up after itself.")
  return module.print(header(project.plan), [{ before: 'export const test = ', code, comment }])
}
