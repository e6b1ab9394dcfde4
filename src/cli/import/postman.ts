import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import Papa from 'papaparse'
import { importPostman } from '../../compiler/import/postman/import-postman.ts'
import type { SourceText } from '../../compiler/import/postman/import-postman.ts'
import type { ImportInput } from '../commands/import.ts'
import type { CommandResult, Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'
import { reportImport, writeImport } from './write-import.ts'

/** `apitest import postman COLLECTION`. */
export async function importPostmanFile(host: Host, { arguments: [file = ''], options }: ImportInput): Promise<CommandResult> {
  const read = (given: string): SourceText => ({ file: given, text: readSource(host, given) })
  const collection = read(file)
  const folder = resolve(host.cwd, options.output ?? '.')
  const uploads = new Uploads([dirname(resolve(host.cwd, file)), host.cwd])
  const imported = importPostman({
    collection,
    environment: options.environment === undefined ? undefined : read(options.environment),
    globals: options.globals === undefined ? undefined : read(options.globals),
    rows: options.data === undefined ? undefined : readRows(read(options.data)),
    scripts: options.scripts === 'keep' ? 'keep' : 'hybrid',
    foldSimilar: options['fold-similar'],
    upload: (source) => uploads.place(source),
  })
  const copies = imported.uploads.flatMap((source) => {
    const from = uploads.find(source)
    const to = uploads.place(source)
    return from === undefined || to === undefined ? [] : [{ from, to }]
  })
  const written = imported.files.length === 0 ? [] : writeImport({ folder, files: imported.files, copies, force: options.force })
  return reportImport(host, { imported, folder, written, file })
}

function readSource(host: Host, file: string): string {
  const path = resolve(host.cwd, file)
  if (!existsSync(path)) throw new UsageError(`There is no file \`${file}\``)
  if (statSync(path).isDirectory()) throw new UsageError(`\`${file}\` is a folder, and a file is needed`)
  return readFileSync(path, 'utf8')
}

/** As Newman reads them: unquoted numbers of a CSV file are numbers, quoted ones stay text. */
function readRows({ file, text }: SourceText): readonly unknown[] {
  const plain = text.replace(/^\uFEFF/, '')
  if (extname(file).toLowerCase() !== '.csv') {
    try {
      const rows: unknown = JSON.parse(plain)
      if (Array.isArray(rows)) return rows
    } catch (error) {
      throw new UsageError(`\`${file}\` is not JSON: ${error instanceof Error ? error.message : String(error)}`)
    }
    throw new UsageError(`\`${file}\` is no list of rows`)
  }
  const marked = plain.replaceAll(
    /(^|,)("(?:[^"]|"")*")(?=,|\r?$)/gm,
    (_, start: string, quoted: string) => `${start}"\u0000${quoted.slice(1)}`,
  )
  const { data } = Papa.parse<Record<string, string>>(marked, {
    header: true,
    skipEmptyLines: true,
    transformHeader: (name) => name.replace('\u0000', '').trim(),
  })
  return data.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typedCell(value)])))
}

function typedCell(value: string): unknown {
  if (value.startsWith('\u0000')) return value.slice(1)
  const trimmed = value.trim()
  return trimmed !== '' && /^-?\d+(?:\.\d+)?$/.test(trimmed) && String(Number(trimmed)) === trimmed ? Number(trimmed) : trimmed
}

/** Files that a collection sends: only from beside it, or from below the folder that the command runs in. */
class Uploads {
  readonly #folders: readonly string[]
  readonly #placed = new Map<string, string>()

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => realpathSync(folder))
  }

  find(source: string): string | undefined {
    for (const folder of this.#folders) {
      const path = resolve(folder, source)
      if (!existsSync(path) || !statSync(path).isFile()) continue
      const real = realpathSync(path)
      if (this.#folders.some((base) => !relative(base, real).startsWith('..') && !relative(base, real).startsWith(sep))) return real
    }
    return undefined
  }

  /** Below the project's folder. */
  place(source: string): string | undefined {
    const known = this.#placed.get(source)
    if (known !== undefined || this.find(source) === undefined) return known
    const taken = new Set(this.#placed.values())
    const name = basename(source)
    let path = join('uploads', name)
    for (let number = 2; taken.has(path); number++) path = join('uploads', `${number}-${name}`)
    this.#placed.set(source, path.split(sep).join('/'))
    return path.split(sep).join('/')
  }
}
