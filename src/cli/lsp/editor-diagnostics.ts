import { join } from 'node:path'
import type { Diagnostic as Mistake, Range as Place } from '../../compiler/diagnostics/diagnostic.ts'
import { proposalsOf } from './proposals.ts'
import type { Diagnostic, Range } from './protocol.ts'

const severities = { error: 1, warning: 2, info: 3 } as const

export interface Site {
  /** Absolute folder that the files of the mistakes are relative to. */
  readonly root: string
  readonly uriOf: (path: string) => string
}

/** A mistake as an editor shows it; `range` has to be there. */
export function editorDiagnostic(mistake: Mistake, { root, uriOf }: Site): Diagnostic {
  const replacements = proposalsOf(mistake)
  return {
    range: editorRange(mistake.range),
    severity: severities[mistake.severity],
    code: mistake.code,
    source: 'apitest',
    message: mistake.hint === undefined ? mistake.message : `${mistake.message}\n${mistake.hint}`,
    ...(mistake.related !== undefined && {
      relatedInformation: mistake.related.map(({ message, range }) => ({
        message,
        location: { uri: uriOf(join(root, range.file)), range: editorRange(range) },
      })),
    }),
    ...(mistake.code === 'unused' && { tags: [1] as const }),
    ...(replacements.length > 0 && { data: { replacements } }),
  }
}

/** Without a place it stands at the beginning of the file. */
export function editorRange(place: Pick<Place, 'start' | 'end'> | undefined): Range {
  if (place === undefined) return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }
  return {
    start: { line: place.start.line - 1, character: place.start.column - 1 },
    end: { line: place.end.line - 1, character: place.end.column - 1 },
  }
}
