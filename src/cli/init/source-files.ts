import { readFileSync, readdirSync } from 'node:fs'
import { extname, join } from 'node:path'

/** Folders that hold other people's code, and those of tests. */
const ignored = /^(?:\..*|node_modules|dist|build|generated|venv|env|__pycache__|tests?|site-packages|coverage)$/

/** Files with one of the endings, at most two folders down, the nearest first; relative, with forward slashes. */
export function sourceFiles(folder: string, endings: readonly string[]): readonly string[] {
  const files: string[] = []
  const queue = ['']
  for (const below of queue) {
    const entries = readdirSync(join(folder, below), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
    files.push(...entries.filter((entry) => entry.isFile() && endings.includes(extname(entry.name))).map(({ name }) => below + name))
    if (below.split('/').length <= 2)
      queue.push(...entries.filter((entry) => entry.isDirectory() && !ignored.test(entry.name)).map(({ name }) => `${below}${name}/`))
    if (queue.length > 200) break
  }
  return files
}

/** Text of a file of moderate size; `undefined` where there is none. */
export function readText(path: string): string | undefined {
  try {
    const bytes = readFileSync(path)
    return bytes.length > 4 * 1024 * 1024 ? undefined : bytes.toString('utf8')
  } catch {
    return undefined
  }
}
