import { posix } from 'node:path'

/**
 * Names of the suites that the files' own `tests` form: the project's name for the entry, the file's name for the others
 * (tests/items.apitest.yaml → `items`), with its folder or ending where another suite has that name already.
 */
export function suiteNames(
  files: readonly string[],
  { project, declared }: { project: string; declared: Iterable<string> },
): readonly string[] {
  const taken = new Set(declared)
  return files.map((file, index) => {
    const way = file.replace(/(\.apitest)?\.ya?ml$/, '')
    const candidates = index === 0 ? [project, file] : [posix.basename(way), way, file]
    const name = candidates.find((candidate) => !taken.has(candidate)) ?? `${file} (tests)`
    taken.add(name)
    return name
  })
}
