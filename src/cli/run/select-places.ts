import { parsePlace } from '../../places/place.ts'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { ProjectTarget } from '../project/find-projects.ts'
import { UsageError } from '../usage-error.ts'
import type { SelectedPlace } from './select-tests.ts'

/** What stands at the files and lines of the command line: tests, or single rows and cases of them. */
export async function placesOf(target: ProjectTarget, index: ProjectIndex): Promise<readonly SelectedPlace[] | undefined> {
  if (target.places.length === 0) return undefined
  const unknown = target.places.find(({ file }) => !index.specs.includes(file))
  if (unknown !== undefined)
    throw new UsageError(
      `\`${unknown.file}\` is not part of \`${index.specs[0]}\``,
      `It includes ${
        index.specs
          .slice(1)
          .map((file) => `\`${file}\``)
          .join(', ') || 'no other file'
      }`,
    )
  const { linesOf } = await import('./test-lines.ts')
  return target.places.map(({ file, line }) => {
    if (line === undefined) return { file }
    const places = index.suites.flatMap((suite) => suite.tests).filter((test) => parsePlace(test.place).file === file)
    return linesOf(target.folder, { file, tests: places }).at(line)
  })
}
