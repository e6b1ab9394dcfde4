import { basename } from 'node:path'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { inspectOutput } from './inspect-output.ts'
import type { FileState, OutputFile, OutputRequest } from './inspect-output.ts'
import type { Manifest } from './manifest.ts'
import { shownPath } from './shown-path.ts'
import { unifiedDiff } from './unified-diff.ts'

export interface ProjectCheck {
  readonly upToDate: boolean
  /** Files that differ, with the difference where both sides are known. */
  readonly files: readonly { readonly path: string; readonly state: FileState; readonly diff: string }[]
  /** Who compiled what is on disk, when that was another version. */
  readonly compiledBy: string | undefined
  /** A manifest that cannot be read. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Lines of difference that are shown of all files together. */
const diffLimit = 300

/** Compares what is on disk with what the spec compiles to, for `compile --check`. */
export function checkProject(request: OutputRequest): ProjectCheck {
  const output = inspectOutput(request)
  const shown = request.shown ?? basename(request.outputFolder)
  const manifest = sameButInputs(output.previous, request.manifest) ? [] : [output.manifest]
  const differing = [...output.files, ...manifest].filter(({ state }) => state !== 'unchanged')
  const limit = Math.max(20, Math.floor(diffLimit / Math.max(1, differing.length)))
  const files = differing.map((file) => ({ path: file.path, state: file.state, diff: difference(file, shown, limit) }))
  const compiledBy = output.previous?.apitest === request.manifest.apitest ? undefined : output.previous?.apitest
  return { upToDate: files.length === 0 && output.diagnostics.length === 0, files, compiledBy, diagnostics: output.diagnostics }
}

/** A comment in the YAML changes the hash of an input and nothing else, and another version may generate the same: both are up to date. */
function sameButInputs(previous: Manifest | undefined, next: Manifest): boolean {
  if (previous === undefined) return false
  return generatedPart(previous) === generatedPart(next)
}

function generatedPart({ files, declared, index }: Manifest): string {
  return JSON.stringify([files, declared, index])
}

function difference({ path, state, before, after }: OutputFile, shown: string, limit: number): string {
  // a whole file that is missing or left over says nothing by its text, the manifest repeats what the others say
  if (before === undefined || after === undefined || state === 'foreign' || path.endsWith('.manifest.json')) return ''
  return unifiedDiff(before, after, { from: `${shownPath(shown, path)} (on disk)`, to: `${shownPath(shown, path)} (compiled)`, limit })
}

const words: Readonly<Record<FileState, string>> = {
  new: 'missing',
  changed: 'out of date',
  unchanged: 'up to date',
  edited: 'edited by hand',
  conflict: 'edited by hand, and out of date',
  orphan: 'no longer generated',
  'edited orphan': 'edited by hand, and no longer generated',
  foreign: 'not written by apitest',
  blocked: 'in the way',
}

/** The report for people: which files, how they differ, and the command that mends it. */
export function renderCheck(
  check: ProjectCheck,
  { manifest, outputFolder, shown = basename(outputFolder), command = 'npx apitest compile' }: OutputRequest,
): string {
  const versions = check.compiledBy === undefined ? '' : `compiled by apitest ${check.compiledBy}, you run ${manifest.apitest}`
  if (check.upToDate) return `${shown}/ is up to date${versions === '' ? '' : ` (${versions})`}\n`
  const width = Math.max(...check.files.map(({ state }) => words[state].length))
  const list = check.files.map(({ path, state }) => `  ${words[state].padEnd(width)}  ${shownPath(shown, path)}`)
  const diffs = check.files.flatMap(({ diff }) => (diff === '' ? [] : [diff]))
  const byHand = check.files.some(({ state }) => ['edited', 'conflict', 'edited orphan', 'foreign'].includes(state))
  const mend = byHand ? [`To take what is generated and lose the edits: ${command} --force`] : [`To mend it: ${command}`]
  const head = `${shown}/ is not what ${manifest.index.specs[0] ?? 'apitest.yaml'} compiles to${versions === '' ? '' : ` (${versions})`}:`
  return `${[head, ...list, '', ...diffs, ...mend].join('\n')}\n`
}
