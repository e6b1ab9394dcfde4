import { join, resolve } from 'node:path'
import { findProgram } from '../process/find-program.ts'

export interface PythonQuery {
  /** As the definition has it; undefined for the usual one. */
  readonly python: string | undefined
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

export type PythonSearch =
  | { readonly kind: 'found'; readonly program: string }
  | { readonly kind: 'missing'; readonly message: string; readonly hint: string }

/** The interpreter: the one that is named, that of the active virtual environment, or `python3`. */
export function findPython({ python, folder, env }: PythonQuery): PythonSearch {
  const active = env.VIRTUAL_ENV === undefined || env.VIRTUAL_ENV === '' ? 'python3' : join(env.VIRTUAL_ENV, 'bin/python')
  const named = python ?? active
  const program = named.includes('/') ? resolve(folder, named) : named
  const found = findProgram({ program, cwd: folder, path: env.PATH, folder })
  if (found.kind === 'found') return { kind: 'found', program }
  return {
    kind: 'missing',
    message: python === undefined ? `Python is not installed: ${found.message}` : found.message,
    hint: `Install Python 3.9 or newer, or write \`python: …\` with the path of an interpreter, such as \`.venv/bin/python\``,
  }
}
