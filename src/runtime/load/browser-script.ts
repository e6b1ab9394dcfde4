import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The scripts that `scripts/build.js` bundles for browsers, from `browser/`. */
export type BrowserScript = 'load-page' | 'load-report'

const known = new Map<BrowserScript, string>()

/** The text of a script; it lies beside the program, or in `dist` while apitest itself is being worked on. */
export function readBrowserScript(name: BrowserScript): string {
  let text = known.get(name)
  if (text === undefined) {
    const files = ['.', '..', '../../../dist'].map((folder) => fileURLToPath(new URL(`${folder}/${name}.js`, import.meta.url)))
    const file = files.find((candidate) => existsSync(candidate))
    if (file === undefined) throw new Error(`${name}.js is missing from dist; \`npm run build\` makes it`)
    text = readFileSync(file, 'utf8')
    known.set(name, text)
  }
  return text
}
