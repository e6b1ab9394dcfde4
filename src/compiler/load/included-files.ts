import { posix } from 'node:path'
import { locate } from '../../places/locate.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { nearestName } from '../diagnostics/nearest-name.ts'
import type { Problem } from '../diagnostics/problem.ts'
import { problems } from '../diagnostics/problems.ts'
import { glob, isPattern } from './glob.ts'
import type { LoadedFile } from './loaded-project.ts'
import { projectDisk } from './project-disk.ts'

export interface Included {
  /** Relative to the project's folder, in the order of the patterns. */
  readonly files: readonly string[]
  /** What each pattern with a `*` or `?` matched, relative to the project's folder. */
  readonly patterns: Readonly<Record<string, readonly string[]>>
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * The files that `include` of one file names, relative to the project's folder. `chain` holds the files that led here, this one last:
 * a path that leads back is an error, a pattern that happens to match one of them passes it over.
 */
export async function includedFiles(root: string, { file, yaml, data }: LoadedFile, chain: readonly string[]): Promise<Included> {
  const files: string[] = []
  const patterns: Record<string, readonly string[]> = {}
  const diagnostics: Diagnostic[] = []
  const include: unknown = data.include
  const texts: readonly unknown[] = Array.isArray(include) ? include : []
  for (const [index, pattern] of texts.entries()) {
    if (typeof pattern !== 'string' || pattern === '') continue
    const found = await expand(root, file, pattern)
    const report = (problem: Problem) => diagnostics.push({ ...problem, range: locate(yaml, ['include', index]) })
    if (isPattern(pattern) && 'files' in found) patterns[found.whole] = found.files
    if ('problem' in found) report(found.problem)
    else if (!isPattern(pattern) && chain.includes(found.files[0]!)) report(problems.includeCycle(found.files[0]!))
    else files.push(...found.files.filter((path) => !chain.includes(path)))
  }
  return { files, patterns, diagnostics }
}

async function expand(
  root: string,
  includer: string,
  pattern: string,
): Promise<{ whole: string; files: readonly string[] } | { problem: Problem }> {
  const folder = posix.dirname(includer)
  const whole = posix.normalize(posix.join(folder, pattern))
  if (posix.isAbsolute(pattern) || /^[A-Za-z]:/.test(pattern) || whole.startsWith('../'))
    return { problem: problems.includeOutside(pattern) }
  const disk = projectDisk(root)
  const found = isPattern(whole) ? (await glob(root, whole)).filter((path) => disk.look(path).kind === 'file') : [whole]
  if (found.some((path) => disk.look(path).outside)) return { problem: problems.includeOutside(pattern) }
  const entry = found[0] === undefined ? undefined : disk.look(found[0])
  if (entry?.kind === 'folder')
    return {
      problem: problems.unreadableFile(whole, 'it is a folder', `Write \`${posix.join(pattern, '*.apitest.yaml')}\` for the files in it`),
    }
  if (entry === undefined || entry.kind === 'missing')
    return { problem: problems.includeNotFound(pattern, await nearestFile(root, includer, whole)) }
  return { whole, files: found }
}

/** Of the other YAML files of the project, the one of that name or the one whose path is most like what was written. */
async function nearestFile(root: string, includer: string, wanted: string): Promise<string | undefined> {
  const paths = (await glob(root, '**/*.y*ml')).filter((path) => path !== includer).slice(0, 2000)
  const nearest = paths.find((path) => posix.basename(path) === posix.basename(wanted)) ?? nearestName(wanted, paths)
  return nearest === undefined ? undefined : posix.relative(posix.dirname(includer), nearest)
}
