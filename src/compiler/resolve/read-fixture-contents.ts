import { projectPath } from '../checks/check-file.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import type { Content } from '../checks/spec-names.ts'
import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import { fixtureKindOf } from '../kinds/kind-of.ts'

/** What is known of a fixture before anything runs, so that parts and fields can be checked. */
export function inlineContent(fixture: Cursor): Content | undefined {
  const { kind } = fixtureKindOf(fixture)
  if (kind.content.kind === 'inline') return { data: fixture.get('value')?.value, templated: true }
  return kind.content.kind === 'text' ? { data: '', templated: false } : undefined
}

/** Reads the data files that fixtures name; a file that is no such data is reported. Missing ones are their kind's to report. */
export async function readFixtureContents(tools: CheckTools): Promise<ReadonlyMap<string, Content>> {
  const contents = new Map<string, Content>()
  for (const [name, fixture] of tools.names.all('fixtures')) {
    const { name: key, kind } = fixtureKindOf(fixture)
    const path = fixture.get(key)
    if (kind.content.kind !== 'data' || path?.text === undefined || hasTemplate(path.text)) continue
    const entry = tools.disk.look(projectPath(fixture.file, path.text))
    if (entry.kind !== 'file' || (entry.outside && fixture.get('allowOutside')?.value !== true)) continue
    const { readData } = await import('../checks/read-data.ts')
    const result = await readData(kind.content.format, entry.path, entry.text())
    if ('data' in result) contents.set(name, { data: result.data, templated: false })
    else {
      const { reason, range } = result.mistake
      tools.report(problems.badDataFile(path.text, kind.content.format.toUpperCase(), reason), { cursor: path }, [
        { message: 'Here', spot: range },
      ])
    }
  }
  return contents
}
