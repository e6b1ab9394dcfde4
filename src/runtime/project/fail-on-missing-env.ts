import { fileURLToPath } from 'node:url'
import { ExpectationError } from '../assertions/expectation-error.ts'
import { anywhere, findPlace } from '../report/find-place.ts'
import type { Failure } from '../report/run-result.ts'
import { missingEnvHint } from './define-env.ts'
import type { missingEnv } from './define-env.ts'
import { withFrames } from './request-failure.ts'

/** Required variables that are not set, each shown at its declaration in the YAML. */
export async function failOnMissingEnv(
  project: { folder: URL; specs: readonly string[] },
  missing: ReturnType<typeof missingEnv>,
): Promise<Error> {
  const [first, ...others] = await Promise.all(missing.map((variable) => toFailure(project, variable)))
  if (first === undefined) throw new Error('Nothing is missing')
  const folder = fileURLToPath(project.folder)
  return withFrames(new ExpectationError({ failures: [first, ...others], exchange: undefined, folder }), '')
}

async function toFailure(
  project: { folder: URL; specs: readonly string[] },
  { name, description }: ReturnType<typeof missingEnv>[number],
): Promise<Failure> {
  const found = await findPlace(project, anywhere('env', name))
  return {
    kind: 'env',
    message: `The environment variable \`${name}\`${description === undefined ? '' : ` (${description})`} is not set`,
    place: found && { file: found.file, line: found.line, column: found.column },
    frame: found?.frame,
    hint: missingEnvHint,
    diff: undefined,
    exchange: undefined,
    log: undefined,
  }
}
