import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The program that serves a Python application: beside this source, or beside the bundle or one of its chunks. */
export function shimFile(): string {
  const candidates = ['./apitest_shim/__main__.py', '../apitest_shim/__main__.py'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`The Python shim is not at ${candidates[0]}; run \`npm run build\``)
  return found
}
