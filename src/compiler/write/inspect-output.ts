import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { problems } from '../diagnostics/problems.ts'
import type { GeneratedFile } from '../emit/generated-file.ts'
import { hashText } from './hash.ts'
import type { Manifest } from './manifest.ts'
import { manifestName, readManifest } from './manifest-file.ts'
import { shownPath } from './shown-path.ts'
import { printJson } from './print-json.ts'

export interface OutputRequest {
  /** Absolute path of the generated folder; it need not exist. */
  readonly outputFolder: string
  readonly files: readonly GeneratedFile[]
  readonly manifest: Manifest
  /** Absolute path of the folder that declared `output:` files may lie in. @default the generated folder */
  readonly projectFolder?: string
  /** How messages name the generated folder. @default its name */
  readonly shown?: string
  /** How messages name the command that compiles. @default 'npx apitest compile' */
  readonly command?: string
}

export type FileState =
  /** Not on disk yet. */
  | 'new'
  /** On disk as it was generated, and now generated differently. */
  | 'changed'
  | 'unchanged'
  /** Changed by hand since it was generated. */
  | 'edited'
  /** Changed by hand, and generated differently too. */
  | 'conflict'
  /** Generated earlier and no more. */
  | 'orphan'
  /** The same, and changed by hand. */
  | 'edited orphan'
  /** Something that apitest did not write stands where a file belongs. */
  | 'foreign'
  /** The place cannot be a file: a folder, or a link that leads out. */
  | 'blocked'

export interface OutputFile {
  /** Relative to the generated folder. */
  readonly path: string
  /** Absolute path on disk, links in the folder followed. */
  readonly target: string
  readonly state: FileState
  /** What is there now, if it is a file. */
  readonly before: string | undefined
  /** What belongs there; undefined for orphans. */
  readonly after: string | undefined
  /** Why it is blocked. */
  readonly reason?: string
}

export interface Output {
  /** Absolute path of the generated folder, links followed. */
  readonly folder: string
  /** In the order in which they were given, orphans last. */
  readonly files: readonly OutputFile[]
  readonly manifest: OutputFile
  /** The manifest on disk. */
  readonly previous: Manifest | undefined
  /** What keeps apitest from looking any further. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Compares what is to be generated with what is on disk and with what the manifest says was generated. Changes nothing. */
export function inspectOutput(request: OutputRequest): Output {
  const folder = realFolder(request.outputFolder)
  const shown = request.shown ?? basename(request.outputFolder)
  const found = readManifest(folder, shown)
  const previous = found.state === 'read' ? found.manifest : undefined
  const place = placeFinder(folder, request.projectFolder)
  const owned: Readonly<Record<string, string>> = { ...previous?.declared, ...previous?.files }
  const files = request.files.map((file): OutputFile =>
    classify(file, place(file), Object.hasOwn(owned, file.path) ? owned[file.path] : undefined),
  )
  const produced = new Set(request.files.map(({ path }) => path))
  const orphans = Object.entries(owned).flatMap(([path, hash]) =>
    produced.has(path) ? [] : classifyOrphan(path, place({ path, declared: Object.hasOwn(previous?.declared ?? {}, path) }), hash),
  )
  const text = printJson(request.manifest)
  const before = found.state === 'read' ? found.text : undefined
  const manifest: OutputFile = {
    path: manifestName,
    target: join(folder, manifestName),
    state: manifestState(before, text),
    before,
    after: text,
  }
  return { folder, files: [...files, ...orphans], manifest, previous, diagnostics: found.state === 'broken' ? [found.problem] : [] }
}

function classify({ path, text }: GeneratedFile, place: DiskPlace, owned: string | undefined): OutputFile {
  const { target, before } = place
  const state = (known: FileState): OutputFile => ({
    path,
    target,
    state: known,
    before,
    after: text,
    ...(place.blocked !== undefined && { reason: place.blocked }),
  })
  if (place.blocked !== undefined) return state('blocked')
  if (before === undefined) return state('new')
  const onDisk = hashText(before)
  const wanted = hashText(text)
  if (onDisk === wanted) return state('unchanged')
  if (owned === undefined) return state('foreign')
  if (onDisk === owned) return state('changed')
  return state(wanted === owned ? 'edited' : 'conflict')
}

function classifyOrphan(path: string, { target, before, blocked }: DiskPlace, owned: string): OutputFile[] {
  // gone already, or something else by now: not ours to remove
  if (before === undefined || blocked !== undefined) return []
  return [{ path, target, state: hashText(before) === owned ? 'orphan' : 'edited orphan', before, after: undefined }]
}

function manifestState(before: string | undefined, after: string): FileState {
  if (before === undefined) return 'new'
  return hashText(before) === hashText(after) ? 'unchanged' : 'changed'
}

interface DiskPlace {
  readonly target: string
  readonly before: string | undefined
  readonly blocked?: string
}

/** Finds what stands where a file belongs, without ever leaving the folder through a link. */
function placeFinder(folder: string, projectFolder: string | undefined): (file: Pick<GeneratedFile, 'path' | 'declared'>) => DiskPlace {
  const parents = new Map<string, string | undefined>()
  return ({ path, declared = false }) => {
    const base = declared && projectFolder !== undefined ? realFolder(projectFolder) : folder
    const target = resolve(folder, path)
    if (!isInside(base, target)) return { target, before: undefined, blocked: 'it lies outside the folder that apitest may write to' }
    const parent = dirname(target)
    if (!parents.has(parent)) parents.set(parent, blockedParent(base, parent))
    const blocked = parents.get(parent)
    if (blocked !== undefined) return { target, before: undefined, blocked }
    const stats = lstatSync(target, { throwIfNoEntry: false })
    if (stats === undefined) return { target, before: undefined }
    if (stats.isDirectory()) return { target, before: undefined, blocked: 'a folder of that name is there' }
    if (!stats.isFile())
      return {
        target,
        before: undefined,
        blocked: stats.isSymbolicLink() ? 'a link of that name is there' : 'something that is no file is there',
      }
    return { target, before: readFileSync(target, 'utf8') }
  }
}

/** Why nothing can be written below `parent`: a file stands in the way, or a link leads out of `base`. */
function blockedParent(base: string, parent: string): string | undefined {
  let current = base
  for (const name of relative(base, parent).split(sep)) {
    if (name === '') continue
    current = join(current, name)
    const stats = lstatSync(current, { throwIfNoEntry: false })
    if (stats === undefined) return undefined
    if (stats.isSymbolicLink()) return `the folder \`${name}\` is a link`
    if (!stats.isDirectory()) return `\`${name}\` is there and is no folder`
  }
  return undefined
}

function isInside(base: string, target: string): boolean {
  return target.startsWith(base.endsWith(sep) ? base : base + sep)
}

/** The folder with links followed, as far as it exists: the generated folder itself may be a link. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    const parent = dirname(folder)
    return parent === folder ? folder : join(realFolder(parent), basename(folder))
  }
}

/** What stands against writing, as diagnostics. */
export function refusals(
  { files, diagnostics }: Output,
  { shown, outputFolder, command = 'npx apitest compile' }: OutputRequest,
  { force }: { force: boolean },
): Diagnostic[] {
  if (diagnostics.length > 0) return [...diagnostics]
  const name = shown ?? basename(outputFolder)
  const inState = (...states: readonly FileState[]) =>
    files.filter(({ state }) => states.includes(state)).map(({ path }) => shownPath(name, path))
  const edited = force ? [] : inState('edited', 'conflict', 'edited orphan')
  const foreign = force ? [] : inState('foreign')
  const blocked = files.filter(({ state }) => state === 'blocked')
  return [
    ...(edited.length > 0 ? [problems.editedByHand(edited, command)] : []),
    ...(foreign.length > 0 ? [problems.foreignFile(foreign, command)] : []),
    ...blocked.map(({ path, reason = '' }) => problems.blockedPath(shownPath(name, path), reason)),
  ]
}
