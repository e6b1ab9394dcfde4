import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, dirname, join, relative, resolve } from 'node:path'

export interface ProgramQuery {
  readonly program: string
  /** Where the program starts; a name with a slash is relative to it. */
  readonly cwd: string
  readonly path: string | undefined
  /** Upper end of the search for virtual environments. */
  readonly folder: string
}

export type ProgramSearch = { readonly kind: 'found' } | { readonly kind: 'missing'; readonly message: string; readonly hint: string }

/** Looks for a program as the system would, so that a missing one is explained rather than called ENOENT. */
export function findProgram({ program, cwd, path, folder }: ProgramQuery): ProgramSearch {
  if (program.includes('/')) {
    const file = resolve(cwd, program)
    if (isExecutable(file)) return { kind: 'found' }
    return exists(file)
      ? {
          kind: 'missing',
          message: `\`${program}\` is not a program that may be executed`,
          hint: `Run \`chmod +x ${program}\`, or name the interpreter in the command`,
        }
      : {
          kind: 'missing',
          message: `\`${program}\` does not exist`,
          hint: `It is looked for at ${file}; \`cwd\` says where the path starts`,
        }
  }
  const folders = (path ?? '').split(delimiter).filter((entry) => entry !== '')
  if (folders.some((entry) => isExecutable(join(resolve(cwd, entry), program)))) return { kind: 'found' }
  return { kind: 'missing', message: `the program \`${program}\` is not on the PATH`, hint: hintFor({ program, cwd, folder }) }
}

function hintFor({ program, cwd, folder }: Omit<ProgramQuery, 'path'>): string {
  const near = [cwd, dirname(cwd), folder]
    .flatMap((base) => ['.venv/bin', 'venv/bin', 'env/bin', 'node_modules/.bin'].map((bin) => join(base, bin, program)))
    .find(isExecutable)
  if (near !== undefined) {
    const written = relative(cwd, near)
    return `It is in ${written}: activate that environment, or write \`command: ${written.includes('/') ? written : `./${written}`} …\``
  }
  if (/^(python3?|pip3?|gunicorn|uvicorn|flask|hypercorn|waitress-serve|daphne|celery)$/.test(program)) {
    return `Install it (\`pip install ${program}\`), activate the virtual environment that has it, or write the path of the program`
  }
  return 'Install it, add its folder to PATH, or write the path of the program'
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined
}
