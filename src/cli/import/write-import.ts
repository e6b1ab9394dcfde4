import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { Imported, ImportedFile, ImportProblem } from '../../compiler/import/import-result.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { printable } from '../terminal/format.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'

export interface WriteImport {
  readonly folder: string
  readonly files: readonly ImportedFile[]
  readonly copies: readonly { readonly from: string; readonly to: string }[]
  readonly force: boolean
}

/** Writes what was imported below one folder; a file that is there and says something else is overwritten only by force. */
export function writeImport({ folder, files, copies, force }: WriteImport): readonly string[] {
  const inside = (path: string): string => {
    const full = resolve(folder, path)
    if (relative(folder, full).startsWith('..')) throw new Error(`${path} leads out of ${folder}`)
    return full
  }
  const there = files.filter(({ path, text }) => existsSync(inside(path)) && readFileSync(inside(path), 'utf8') !== text)
  if (there.length > 0 && !force)
    throw new UsageError(
      `${there
        .map(({ path }) => `\`${path}\``)
        .slice(0, 3)
        .join(', ')} ${there.length === 1 ? 'is' : 'are'} there already`,
      '`--force` overwrites, `-o DIR` writes elsewhere',
    )
  for (const { path, text } of files) {
    mkdirSync(dirname(inside(path)), { recursive: true })
    writeFileSync(inside(path), text)
  }
  for (const { from, to } of copies) {
    mkdirSync(dirname(inside(to)), { recursive: true })
    if (resolve(from) !== inside(to)) copyFileSync(from, inside(to))
  }
  if (files.some(({ path }) => path === '.env')) ignoreSecrets(folder)
  return [...files.map(({ path }) => path), ...copies.map(({ to }) => to)]
}

function ignoreSecrets(folder: string): void {
  const path = join(folder, '.gitignore')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (before.split(/\r?\n/).includes('.env')) return
  writeFileSync(path, `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}.env\n`)
}

/** One line each, with what to do about it below. */
export function renderProblems(host: Host, problems: readonly ImportProblem[], file: string): readonly string[] {
  const style = styleOf(host, host.stderr)
  return problems.map(({ severity, code, message, where, hint }) => {
    const mark = severity === 'error' ? style.red('✗') : style.yellow('!')
    const place = where.length === 0 ? file : where.join(' / ')
    return [
      `${mark} ${printable(place)}: ${printable(message)} ${style.dim(`(${code})`)}`,
      ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    ].join('\n')
  })
}

export interface ReportImport {
  readonly imported: Imported
  readonly folder: string
  readonly written: readonly string[]
  readonly file: string
}

export function reportImport(host: Host, { imported, folder, written, file }: ReportImport): CommandResult {
  const style = styleOf(host, host.stderr)
  const shown = relative(host.cwd, folder) || '.'
  const { problems, summary, dropped } = imported
  const lines = renderProblems(host, problems, file)
  const failed = problems.some(({ severity }) => severity === 'error')
  const done = failed
    ? []
    : [
        ...summary.map((line) => `${style.green('✓')} ${line}`),
        `${style.green('✓')} ${written.length} files in ${shown}/, apitest.yaml and postman-import.md first`,
        ...(written.includes('.env')
          ? [`${style.yellow('!')} Secrets are in .env, which git ignores: \`npx apitest run --env-file .env\``]
          : []),
        '',
        `Next: ${style.bold(`npx apitest run ${shown === '.' ? '' : shown}`.trim())}`,
      ]
  return { exitCode: failed ? exitCodes.invalid : dropped ? exitCodes.failed : exitCodes.ok, message: [...lines, ...done, ''].join('\n') }
}
