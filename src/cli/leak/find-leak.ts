import type { IndexedMeasurement, ProjectIndex } from '../../compiler/write/manifest.ts'
import { nearestName } from '../../compiler/diagnostics/nearest-name.ts'
import { UsageError } from '../usage-error.ts'

/** The window that is meant. */
export function findLeak({ leakFiles = [] }: ProjectIndex, name: string | undefined): IndexedMeasurement {
  const names = leakFiles.map((leak) => leak.name)
  const listed = names.map((known) => `\`${known}\``).join(', ')
  const [first] = leakFiles
  if (first === undefined) throw new UsageError('The specification has no leak windows', 'Describe one under `leaks`')
  if (name === undefined) {
    if (leakFiles.length === 1) return first
    throw new UsageError('Which leak window? There are several', `Name one: ${listed}; \`npx apitest run --only leaks\` runs them all`)
  }
  const found = leakFiles.find((leak) => leak.name === name)
  if (found !== undefined) return found
  const nearest = nearestName(name, names)
  throw new UsageError(
    `There is no leak window \`${name}\``,
    nearest === undefined ? `There are ${listed}` : `Did you mean \`${nearest}\`?`,
  )
}
