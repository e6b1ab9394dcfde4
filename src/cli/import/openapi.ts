import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { parse } from 'yaml'
import { importOpenapi, lockFile, SourceError } from '../../compiler/import/openapi/import-openapi.ts'
import type { ImportedOpenapi } from '../../compiler/import/openapi/import-openapi.ts'
import { unifiedDiff } from '../../compiler/write/unified-diff.ts'
import type { ImportInput } from '../commands/import.ts'
import { apiYaml, jsonOf } from '../../openapi/api-document.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'
import { renderProblems, writeImport } from './write-import.ts'

/** `apitest import openapi FILE`. */
export async function importOpenapiFile(host: Host, { arguments: [given = ''], options }: ImportInput): Promise<CommandResult> {
  const path = resolve(host.cwd, given)
  if (!existsSync(path)) throw new UsageError(`There is no file \`${given}\``)
  if (statSync(path).isDirectory()) throw new UsageError(`\`${given}\` is a folder, and a file is needed`)
  const folder = resolve(host.cwd, options.output ?? '.')
  const source = new Source(host, dirname(realpathSync(path)))
  const file = toPosix(relative(source.folder, realpathSync(path)))
  const inside = existsSync(folder) && isBelow(realpathSync(folder), realpathSync(path))
  const openapi = inside ? toPosix(relative(realpathSync(folder), realpathSync(path))) : file
  const paths = { spec: join(folder, 'apitest.yaml'), lock: join(folder, lockFile) }
  const syncing = options.update || options.check
  if (syncing && !existsSync(paths.lock))
    throw new UsageError(
      `There is no \`${toPosix(relative(host.cwd, paths.lock))}\`, so nothing was imported here yet`,
      `\`apitest import openapi ${given}\` without --update begins`,
    )
  if (syncing && !existsSync(paths.spec)) throw new UsageError(`There is no \`${toPosix(relative(host.cwd, paths.spec))}\``)
  const existing = syncing ? { spec: readFileSync(paths.spec, 'utf8'), lock: readFileSync(paths.lock, 'utf8') } : undefined
  const imported = tryImport(() => importOpenapi({ file, openapi, read: (name) => source.read(name), existing }))
  const problems = renderProblems(host, imported.problems, given)
  if (imported.problems.some(({ severity }) => severity === 'error'))
    return { exitCode: exitCodes.invalid, message: [...problems, ''].join('\n') }
  if (options.check) return checked(host, { imported, existing, problems, given })
  if (!inside) source.copyTo(folder)
  writeImport({ folder, files: imported.files, copies: [], force: options.force || syncing })
  return reported(host, { imported, problems, folder, syncing })
}

function tryImport(work: () => ImportedOpenapi): ImportedOpenapi {
  try {
    return work()
  } catch (error) {
    if (error instanceof SourceError) throw new UsageError(error.message, error.hint)
    throw error
  }
}

interface Finished {
  readonly imported: ImportedOpenapi
  readonly problems: readonly string[]
}

function checked(
  host: Host,
  { imported, existing, problems, given }: Finished & { existing: { spec: string; lock: string } | undefined; given: string },
): CommandResult {
  const style = styleOf(host, host.stderr)
  const [spec, lock] = imported.files
  if (spec?.text === existing?.spec && lock?.text === existing?.lock)
    return { exitCode: exitCodes.ok, message: [...problems, `${style.green('✓')} The specification is as ${given} says`, ''].join('\n') }
  const diff = unifiedDiff(existing?.spec ?? '', spec?.text ?? '', { from: 'apitest.yaml', to: 'apitest.yaml after --update' })
  return {
    exitCode: exitCodes.outOfDate,
    message: [
      ...problems,
      ...changesOf(host, imported),
      '',
      diff,
      `${style.red('✗')} ${given} has changed: \`apitest import openapi ${given} --update\` brings it over`,
      '',
    ].join('\n'),
  }
}

function changesOf(host: Host, { added, changed, removed, kept }: ImportedOpenapi): readonly string[] {
  const style = styleOf(host, host.stderr)
  return [
    ...added.map((name) => `${style.green('+')} ${name}`),
    ...changed.map((name) => `${style.yellow('~')} ${name}`),
    ...removed.map((name) => `${style.red('-')} ${name}`),
    ...kept.map((path) => `${style.yellow('!')} ${path} was changed by hand and in the document; yours is kept`),
  ]
}

function reported(host: Host, { imported, problems, folder, syncing }: Finished & { folder: string; syncing: boolean }): CommandResult {
  const style = styleOf(host, host.stderr)
  const shown = relative(host.cwd, folder) || '.'
  return {
    exitCode: exitCodes.ok,
    message: [
      ...problems,
      ...(syncing ? changesOf(host, imported) : []),
      ...imported.summary.map((line) => `${style.green('✓')} ${line}`),
      `${style.green('✓')} ${shown}/apitest.yaml; ${lockFile} remembers what was imported, commit it too`,
      '',
      `Next: ${style.bold(`npx apitest run ${shown === '.' ? '' : shown}`.trim())}`,
      '',
    ].join('\n'),
  }
}

/** The document and what it refers to; only files beside it, or below the folder that the command runs in. */
class Source {
  readonly folder: string
  readonly #allowed: readonly string[]
  readonly #read = new Set<string>()

  constructor(host: Host, folder: string) {
    this.folder = folder
    this.#allowed = [folder, realpathSync(host.cwd)]
  }

  read(name: string): unknown {
    const path = resolve(this.folder, name)
    if (!existsSync(path) || !statSync(path).isFile()) throw new SourceError(`There is no file \`${name}\``)
    if (!this.#allowed.some((allowed) => isBelow(allowed, realpathSync(path))))
      throw new SourceError(`\`${name}\` lies outside of the document's folder`)
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
    this.#read.add(name)
    try {
      return jsonOf(text) ?? (parse(text, apiYaml) as unknown)
    } catch (error) {
      throw new SourceError(
        `\`${name}\` is neither YAML nor JSON: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
      )
    }
  }

  /** Puts the document beside the spec that names it, where it lies elsewhere. */
  copyTo(folder: string): void {
    for (const name of this.#read) {
      const target = resolve(folder, name)
      if (!isBelow(folder, target)) continue
      mkdirSync(dirname(target), { recursive: true })
      copyFileSync(resolve(this.folder, name), target)
    }
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function toPosix(path: string): string {
  return path.split(sep).join('/')
}
