import { addSecret } from '../values/secrets.ts'

export interface EnvDeclaration {
  /** The run does not start without it. @default false */
  readonly required?: boolean
  /** Shown as `***` in every output, report and error. @default false */
  readonly secret?: boolean
  readonly default?: string
  readonly description?: string
}

/** A variable that the run needs is not set. */
export class MissingEnvError extends Error {
  override readonly name = 'MissingEnvError'
  readonly missing: readonly string[]

  constructor(missing: readonly string[], declarations: Readonly<Record<string, EnvDeclaration>>) {
    const lines = missing.map(
      (name) => `  ${name}${declarations[name]?.description === undefined ? '' : `: ${declarations[name].description}`}`,
    )
    const one = missing.length === 1
    super(
      `The environment variable${one ? '' : 's'} ${one ? 'is' : 'are'} not set:\n${lines.join('\n')}\nSet ${one ? 'it' : 'them'}, or put ${one ? 'it' : 'them'} into a file and give that as --env-file`,
    )
    this.missing = missing
  }
}

/**
 * Declares the environment variables that the specs use. Missing required ones are reported all at once; secret ones are hidden in
 * all output from here on.
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
  const missing = Object.keys(known).filter((name) => known[name]?.required === true && valueOf(name, known) === undefined)
  if (missing.length > 0) throw new MissingEnvError(missing, known)
  const env = {}
  for (const [name, declaration] of Object.entries(known)) {
    if (declaration.secret === true) addSecret(valueOf(name, known) ?? '', name)
    Object.defineProperty(env, name, { enumerable: true, get: () => read(name, known) })
  }
  return Object.freeze(env) as Readonly<Record<Names, string>>
}

function read(name: string, declarations: Readonly<Record<string, EnvDeclaration>>): string {
  const value = valueOf(name, declarations)
  if (value === undefined) throw new MissingEnvError([name], declarations)
  return value
}

/** An empty variable counts as set: that is how a shell leaves something out on purpose. */
function valueOf(name: string, declarations: Readonly<Record<string, EnvDeclaration>>): string | undefined {
  return process.env[name] ?? declarations[name]?.default
}
