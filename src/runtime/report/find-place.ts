import { fileURLToPath } from 'node:url'
import type { Place } from '../../places/place.ts'
import type { SpecPlace } from '../../places/read-spec-place.ts'

/** A place whose file is not known yet: it is found in whichever file of the project has the path. */
export function anywhere(...path: readonly (string | number)[]): Place {
  return { file: '', path }
}

/**
 * The line of a place in the YAML as it is now. Tests count their requests as steps; where the YAML's test is a single request
 * without `steps`, the place is the test itself. Loads the YAML parser, so it is for failures only.
 */
export async function findPlace(
  project: { folder: URL; specs: readonly string[] },
  place: Place | undefined,
): Promise<SpecPlace | undefined> {
  if (place === undefined) return undefined
  const root = fileURLToPath(project.folder)
  const { findSpecPlace, hasSpecPlace, readSpecPlace } = await import('../../places/read-spec-place.ts')
  if (place.file === '') return findSpecPlace(root, project.specs, place.path)
  const at = stepsAt(place)
  if (at === undefined || (await hasSpecPlace(root, { ...place, path: place.path.slice(0, at + 1) }))) return readSpecPlace(root, place)
  return readSpecPlace(root, { ...place, path: place.path.toSpliced(at, 2) })
}

/** Behind `tests/<name>` or `suites/<name>/tests/<name>`. */
function stepsAt({ path }: Place): number | undefined {
  const at = path[0] === 'suites' ? 4 : 2
  return path[at] === 'steps' && path.length > at + 1 ? at : undefined
}
