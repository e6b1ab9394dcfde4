import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { UsageError } from '../usage-error.ts'

/** One specification to work on, and the part of it that the command line points at. */
export interface ProjectTarget {
  /** Absolute path of apitest.yaml. */
  readonly entry: string
  /** Its folder, absolute. */
  readonly folder: string
  /** Absolute path of the generated project. */
  readonly output: string
  /** Files and lines of it that were asked for; empty: all of it. */
  readonly places: readonly FilePlace[]
}

export interface FilePlace {
  /** Relative to `folder`, with forward slashes. */
  readonly file: string
  readonly line: number | undefined
}

const entryNames = ['apitest.yaml', 'apitest.yml']

/** Finds the specifications behind the words of the command line. A file that another one includes stands for its part of that one. */
export function findProjects(
  cwd: string,
  words: readonly string[],
  { output }: { output?: string | undefined } = {},
): readonly ProjectTarget[] {
  const targets = new Map<string, FilePlace[] | 'all'>()
  for (const word of words.length === 0 ? ['.'] : words) {
    const { path, line } = readWord(cwd, word)
    const entry = isEntry(path) ? path : entryAbove(path, cwd)
    const known = targets.get(entry) ?? []
    if (entry === path && line === undefined) targets.set(entry, 'all')
    else if (known !== 'all') targets.set(entry, [...known, { file: relative(dirname(entry), path).split(sep).join('/'), line }])
  }
  if (output !== undefined && targets.size > 1)
    throw new UsageError('`--output` names one folder, and several specifications were given', 'Give one specification at a time')
  return [...targets].map(([entry, places]) => ({
    entry,
    folder: dirname(entry),
    output: output === undefined ? join(dirname(entry), 'generated') : resolve(cwd, output),
    places: places === 'all' ? [] : places,
  }))
}

function readWord(cwd: string, word: string): { path: string; line: number | undefined } {
  const path = existingFile(resolve(cwd, word), cwd, word)
  if (path !== undefined) return { path, line: undefined }
  // `FILE:LINE`, and `FILE:LINE:COLUMN` as diagnostics print it
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(word) ?? []
  const placed = file === undefined ? undefined : existingFile(resolve(cwd, file), cwd, file)
  if (placed !== undefined) return { path: placed, line: Number(line) }
  const hint = /\.ya?ml\b/.test(word)
    ? 'Check the spelling; paths start at the folder you are in'
    : 'Tests are chosen by name with `-t NAME`'
  throw new UsageError(`There is no file \`${file ?? word}\``, hint)
}

function existingFile(path: string, cwd: string, word: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false })
  // folders are named as they are, links followed: that is how the compiler names them
  if (found === undefined || !found.isDirectory()) return found && join(realpathSync(dirname(path)), basename(path))
  const entry = entryNames.map((name) => join(path, name)).find((candidate) => existsSync(candidate))
  if (entry !== undefined) return join(realpathSync(path), basename(entry))
  if (path !== cwd) throw new UsageError(`There is no apitest.yaml in \`${word}\``, '`npx apitest init` writes one')
  throw new UsageError('There is no apitest.yaml in this folder', nearbyHint(cwd))
}

function nearbyHint(cwd: string): string {
  for (let folder = dirname(cwd), way = '..'; ; folder = dirname(folder), way += '/..') {
    const name = entryNames.find((candidate) => existsSync(join(folder, candidate)))
    if (name !== undefined) return `There is one above: \`${way}/${name}\``
    if (folder === dirname(folder))
      return '`npx apitest init` writes one for what is in this folder; a file elsewhere is named on the command line'
  }
}

/** An entry says `version:`; files that it includes must not. */
function isEntry(path: string): boolean {
  if (entryNames.includes(basename(path))) return true
  return /^["']?version["']?[ \t]*:/m.test(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))
}

/** The nearest apitest.yaml at or above an included file, not above the folder the user is in. */
function entryAbove(path: string, cwd: string): string {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const entry = entryNames.map((name) => join(folder, name)).find((candidate) => candidate !== path && existsSync(candidate))
    if (entry !== undefined) return entry
    if (folder === cwd || folder === dirname(folder)) return path
  }
}
