import type { Diagnostic, Range, Severity } from '../diagnostic.ts'
import type { RenderOptions } from './render-options.ts'

const LEVELS: { readonly [S in Severity]: string } = { error: 'error', warning: 'warning', info: 'note' }

/** SARIF 2.1.0, which GitHub code scanning and editors read. */
export function renderSarif(diagnostics: readonly Diagnostic[], { pathOf = (file) => file }: RenderOptions): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].toSorted()
  const results = diagnostics.map(({ code, severity, message, range, hint, related = [] }) => ({
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}. ${hint}` },
    locations: range === undefined ? [] : [{ physicalLocation: physicalLocation(range, pathOf) }],
    ...(related.length > 0 && {
      relatedLocations: related.map((place, id) => ({
        id,
        physicalLocation: physicalLocation(place.range, pathOf),
        message: { text: place.message },
      })),
    }),
  }))
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'apitest', rules: codes.map((id) => ({ id, shortDescription: { text: id.replaceAll('-', ' ') } })) } },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}

function physicalLocation({ file, start, end }: Range, pathOf: (file: string) => string) {
  return {
    artifactLocation: { uri: pathOf(file).split('/').map(encodeURIComponent).join('/') },
    region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
  }
}
