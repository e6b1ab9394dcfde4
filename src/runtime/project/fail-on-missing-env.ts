import { fileURLToPath } from 'node:url'
import { ExpectationError } from '../assertions/expectation-error.ts'
import { anywhere, findPlace } from '../report/find-place.ts'
import type { Failure } from '../report/run-result.ts'
import { describeMissingEnv } from './define-env.ts'
import type { MissingEnv } from './define-env.ts'
import { withFrames } from './request-failure.ts'

/** Required variables that are not set, each shown at its declaration in the YAML. */
export async function failOnMissingEnv(project: { folder: URL; specs: readonly string[] }, missing: readonly MissingEnv[]): Promise<Error> {
  const [first, ...others] = await Promise.all(missing.map((variable) => toFailure(project, variable)))
  if (first === undefined) throw new Error('Nothing is missing')
  const folder = fileURLToPath(project.folder)
  return withFrames(new ExpectationError({ failures: [first, ...others], exchange: undefined, folder }), '')
}

async function toFailure(project: { folder: URL; specs: readonly string[] }, missing: MissingEnv): Promise<Failure> {
  const found = await findPlace(project, anywhere('env', missing.name))
  const { message, hint } = describeMissingEnv(missing)
  return {
    kind: 'env',
    message,
    place: found && { file: found.file, line: found.line, column: found.column },
    frame: found?.frame,
    hint,
    diff: undefined,
    exchange: undefined,
    log: undefined,
  }
}
