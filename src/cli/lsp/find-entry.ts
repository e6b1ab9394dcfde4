import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

const ENTRY_NAMES = ['apitest.yaml', 'apitest.yml']

/**
 * The entries that a file may belong to, the likeliest first: the file itself where it has the name of an entry or says its version,
 * then the `apitest.yaml` of its folder and of those above, one of which may include it. Empty for files that are none of ours.
 */
export function findEntries(path: string, text: string): readonly string[] {
  if (!/\.ya?ml$/.test(path)) return []
  if (ENTRY_NAMES.includes(basename(path))) return [path]
  const entries = /^version:/m.test(text) && /apitest|^(tests|suites|requests):/m.test(text) ? [path] : []
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = ENTRY_NAMES.map((name) => join(folder, name)).find((name) => existsSync(name))
    if (found !== undefined) entries.push(found)
    if (folder === dirname(folder)) return entries
  }
}
