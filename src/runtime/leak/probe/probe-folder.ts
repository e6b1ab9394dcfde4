import { chmodSync, copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where the programs of the service find what is loaded into them, and leave their sockets. */
export interface ProbeFolder {
  readonly path: string
  remove(): void
}

const FILES = ['apitest-probe.cjs', 'sitecustomize.py'] as const

/** Users of a container are strangers here, so everybody may write; the name of the folder cannot be guessed. */
export function makeProbeFolder(): ProbeFolder {
  const path = mkdtempSync(join(tmpdir(), 'apitest-probe-'))
  for (const file of FILES) {
    copyFileSync(join(insideFolder(), file), join(path, file))
    chmodSync(join(path, file), 0o644)
  }
  chmodSync(path, 0o777)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Beside the bundle or one of its chunks; for the sources, beside this file. */
function insideFolder(): string {
  const candidates = ['./inside', './leak-probe', '../leak-probe'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  const found = candidates.find((path) => existsSync(join(path, FILES[0])))
  if (found === undefined) throw new Error(`The files of the leak probe are not at ${candidates[1]}; run \`npm run build\``)
  return found
}

/** The environment that loads the probe into whatever Node and Python programs a service is made of; what it had before stays. */
export function probeEnvironment(folder: string, before: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const nodeOptions = [before['NODE_OPTIONS'], `--require ${join(folder, FILES[0])}`].filter(Boolean).join(' ')
  const pythonPath = [folder, before['PYTHONPATH']].filter(Boolean).join(':')
  return {
    APITEST_PROBE_DIR: folder,
    NODE_OPTIONS: nodeOptions,
    PYTHONPATH: pythonPath,
  }
}
