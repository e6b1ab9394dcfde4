import { nearestName } from '../../compiler/diagnostics/nearest-name.ts'
import type { IndexedMeasurement, ProjectIndex } from '../../compiler/write/manifest.ts'
import { UsageError } from '../usage-error.ts'

/** The profile that was named, or the only one. */
export function findLoad({ loadFiles = [], specs }: ProjectIndex, name: string | undefined): IndexedMeasurement {
  const names = loadFiles.map((load) => load.name)
  const found = name === undefined && loadFiles.length === 1 ? loadFiles[0] : loadFiles.find((load) => load.name === name)
  if (found !== undefined) return found
  if (names.length === 0) throw new UsageError(`${specs[0] ?? 'apitest.yaml'} has no load profiles`, 'They stand under `loads:`')
  const list = names.map((known) => `\`${known}\``).join(', ')
  if (name === undefined) throw new UsageError(`Which load profile? There are ${list}`, `For example \`npx apitest load ${names[0]}\``)
  const nearest = nearestName(name, names)
  throw new UsageError(`No load profile is named \`${name}\``, nearest === undefined ? `There are ${list}` : `Did you mean \`${nearest}\`?`)
}
