import { addSecret } from '../values/secrets.ts'

export interface EnvDeclaration {
  /** The run does not start without it. @default false */
  readonly required?: boolean
  /** Shown as `***` in every output, report and error. @default false */
  readonly secret?: boolean
  readonly default?: string
  readonly description?: string
}

/** A variable that is needed is not set. */
export class MissingEnvError extends Error {
  override readonly name = 'MissingEnvError'

  constructor(variable: string, { description }: EnvDeclaration = {}) {
    const meaning = description === undefined ? '' : ` (${description})`
    super(`The environment variable \`${variable}\`${meaning} is not set\nhint: ${missingEnvHint}`)
  }
}

export const missingEnvHint = 'Set it, or put it into a file and give that as --env-file'

const declared = new WeakMap<object, Readonly<Record<string, EnvDeclaration>>>()

/** The required variables that are not set; `APITEST_ENV` (set by the command line) names those that the chosen tests need. */
export function missingEnv(env: object): readonly { readonly name: string; readonly description: string | undefined }[] {
  const known = declared.get(env) ?? {}
  const needed = process.env['APITEST_ENV']?.split(',')
  return Object.keys(known)
    .filter(
      (name) => known[name]?.required === true && (needed === undefined || needed.includes(name)) && valueOf(name, known) === undefined,
    )
    .map((name) => ({ name, description: known[name]?.description }))
}

/**
 * Declares the environment variables that the specs use. `serve` does not start without the required
 * ones; secret ones are hidden in all output from here on.
 *
 * @example
 * export const env = defineEnv({
 *   API_KEY: { required: true, secret: true },
 *   SOURCE_MOUNT: { default: './models' },
 * })
 * env.SOURCE_MOUNT
 */
export function defineEnv<const Names extends string>(
  declarations: Readonly<Record<Names, EnvDeclaration>>,
): Readonly<Record<Names, string>> {
  const known: Readonly<Record<string, EnvDeclaration>> = declarations
  const env = {}
  for (const [name, declaration] of Object.entries(known)) {
    if (declaration.secret === true) addSecret(valueOf(name, known) ?? '', name)
    Object.defineProperty(env, name, { enumerable: true, get: () => read(name, known) })
  }
  declared.set(env, known)
  return Object.freeze(env) as Readonly<Record<Names, string>>
}

function read(name: string, declarations: Readonly<Record<string, EnvDeclaration>>): string {
  const value = valueOf(name, declarations)
  if (value === undefined) throw new MissingEnvError(name, declarations[name])
  return value
}

/** An empty variable counts as set: that is how a shell leaves something out on purpose. */
function valueOf(name: string, declarations: Readonly<Record<string, EnvDeclaration>>): string | undefined {
  return process.env[name] ?? declarations[name]?.default
}
