import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Imported, ImportedFile } from '../../compiler/import/import-result.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { styleOf } from '../terminal/style.ts'
import { renderProblems, writeImport } from './write-import.ts'

export interface FinishImport {
  readonly imported: Imported
  readonly folder: string
  /** What it came from, as the user named it. */
  readonly source: string
  /** What was written, in words. */
  readonly done: string
  readonly force: boolean
}

/** Writes what was imported and says so; where the source could not be read, only why. */
export function finishImport(host: Host, { imported, folder, source, done, force }: FinishImport): CommandResult {
  const style = styleOf(host, host.stderr)
  const problems = renderProblems(host, imported.problems, source)
  if (imported.problems.some(({ severity }) => severity === 'error'))
    return { exitCode: exitCodes.invalid, message: [...problems, ''].join('\n') }
  const files = imported.files.map((file) => (file.path === '.env' ? beside(folder, file) : file))
  const others = files.filter(({ path }) => path !== '.env')
  writeImport({ folder, files: others, copies: [], force })
  // variables that are there already stay as they are
  const secrets = files.filter(({ path }) => path === '.env')
  if (secrets.length > 0) writeImport({ folder, files: secrets, copies: [], force: true })
  const shown = relative(host.cwd, folder) || '.'
  return {
    exitCode: exitCodes.ok,
    message: [
      ...problems,
      ...imported.summary.map((line) => `${style.green('✓')} ${line}`),
      `${style.green('✓')} ${done}`,
      ...(secrets.length > 0 ? [`${style.yellow('!')} Secrets are in .env, which git ignores: \`npx apitest run --env-file .env\``] : []),
      '',
      `Next: ${style.bold(`npx apitest run${shown === '.' ? '' : ` ${shown}`}${secrets.length > 0 ? ` --env-file ${shown === '.' ? '' : `${shown}/`}.env` : ''}`)}`,
      '',
    ].join('\n'),
  }
}

function beside(folder: string, { path, text }: ImportedFile): ImportedFile {
  const file = join(folder, path)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const known = new Set(before.split(/\r?\n/).map((line) => line.split('=')[0]))
  const added = text.split('\n').filter((line) => line !== '' && !known.has(line.split('=')[0]))
  return { path, text: `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${added.map((line) => `${line}\n`).join('')}` }
}
