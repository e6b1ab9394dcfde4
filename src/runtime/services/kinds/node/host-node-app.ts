import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ServiceDefinition, ServiceEntry } from '../../service-definition.ts'

/**
 * A `node` application as a program of its own, so that neither its memory nor its time is mixed with that of whoever sends. The program reads the
 * application from the same compiled file; values of its environment are put together here, where other services are known.
 */
export function hostNodeApp(entry: ServiceEntry, of: { readonly module: string; readonly name: string }): ServiceEntry {
  return typeof entry === 'function' ? (scope) => hosted(entry(scope), of) : hosted(entry, of)
}

function hosted(definition: ServiceDefinition, { module, name }: { module: string; name: string }): ServiceDefinition {
  if (!('node' in definition)) return definition
  const { node, ...common } = definition
  return { ...common, process: { command: [process.execPath, '--enable-source-maps', hostFile(), module, name], env: { ...node.env } } }
}

/** Beside the bundle or one of its chunks. */
function hostFile(): string {
  const candidates = ['./node-host.js', '../node-host.js', '../../../../../dist/node-host.js'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  )
  const found = candidates.find((path) => existsSync(path))
  if (found === undefined) throw new Error(`The host of Node applications is not at ${candidates[0]}; run \`npm run build\``)
  return found
}
