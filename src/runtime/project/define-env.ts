import { addSecret } from '../values/secrets.ts'

/** One environment variable that the specs read. */
export interface EnvDeclaration {
  /** The run does not start without it; an empty text counts as not set. @default false */
  readonly required?: boolean
  /** Shown as `***` in every output, report and error. @default false */
  readonly secret?: boolean
  /** Its value where it is not set. */
  readonly default?: string
  /** What it is for; told when it is missing. */
  readonly description?: string
}

/** A required variable that is not set, or empty. */
export interface MissingEnv {
  readonly name: string
  readonly description: string | undefined
  /** It is there, without a value. */
  readonly empty: boolean
}

/** A variable that is needed is not set. */
export class MissingEnvError extends Error {
  override readonly name = 'MissingEnvError'

  constructor(missing: MissingEnv) {
    const { message, hint } = describeMissingEnv(missing)
    super(`${message}\nhint: ${hint}`)
  }
}

export function describeMissingEnv({ name, description, empty }: MissingEnv): { readonly message: string; readonly hint: string } {
  const meaning = description === undefined ? '' : ` (${description})`
  return {
    message: `The environment variable \`${name}\`${meaning} is ${empty ? 'empty' : 'not set'}`,
    hint: empty
      ? 'Give it a value; a secret that the CI system does not have, or does not give to this branch, arrives as an empty text'
      : 'Set it, or put it into a file and give that as --env-file',
  }
}

const declared = new WeakMap<object, Readonly<Record<string, EnvDeclaration>>>()

/** The required variables that are not set; `APITEST_ENV` (set by the command line) names those that the chosen tests need. */
export function missingEnv(env: object): readonly MissingEnv[] {
  const known = declared.get(env) ?? {}
  const needed = process.env['APITEST_ENV']?.split(',')
  return Object.keys(known)
    .filter(
      (name) => known[name]?.required === true && (needed === undefined || needed.includes(name)) && valueOf(name, known) === undefined,
    )
    .map((name) => toMissing(name, known))
}

function toMissing(name: string, declarations: Readonly<Record<string, EnvDeclaration>>): MissingEnv {
  return { name, description: declarations[name]?.description, empty: process.env[name] === '' }
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
  if (value === undefined) throw new MissingEnvError(toMissing(name, declarations))
  return value
}

/**
 * An empty variable counts as set, which is how a shell leaves something out on purpose; not a required one, because CI systems hand
 * over a secret that is not there as an empty text.
 */
function valueOf(name: string, declarations: Readonly<Record<string, EnvDeclaration>>): string | undefined {
  const value = process.env[name]
  const absent = value === undefined || (value === '' && declarations[name]?.required === true)
  return absent ? declarations[name]?.default : value
}
