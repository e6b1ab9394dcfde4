import type { Problem } from './problem.ts'
import { ciProblems } from './problems/ci.ts'
import { composeProblems } from './problems/compose.ts'
import { loadProblems } from './problems/load.ts'
import { resolveProblems } from './problems/resolve.ts'
import { runProblems } from './problems/run.ts'
import { validateProblems } from './problems/validate.ts'
import { writeProblems } from './problems/write.ts'

/**
 * Every mistake that apitest knows, with its text; one file a stage in `problems/`, with rooms behind it where a stage
 * has many.
 *
 * To add one: an entry there whose code is its name in kebab-case (`unknownService` → `unknown-service`, `tsc` compares), and a folder
 * `specs/invalid/<code>/` that shows it (`UPDATE=1 npx vitest run test/invalid-specs.test.ts` writes its expected.txt).
 *
 * @example report({ ...problems.unknownService('wbe', ['web', 'worker']), range })
 */
export const problems = {
  ...loadProblems,
  ...validateProblems,
  ...resolveProblems,
  ...composeProblems,
  ...ciProblems,
  ...writeProblems,
  ...runProblems,
}

type Problems = typeof problems

/** The closed list of codes. */
export type ProblemCode = { [Name in keyof Problems]: Kebab<Name> }[keyof Problems]

export const problemCodes = Object.keys(problems).map((name) =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
) as ProblemCode[]

problems satisfies { readonly [Name in keyof Problems]: (...values: never[]) => Problem<Kebab<Name>> }

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name
