import { join } from 'node:path'
import type { Diagnostic } from '../compiler/diagnostics/diagnostic.ts'
import { renderDiagnostics } from '../compiler/diagnostics/render/render-diagnostics.ts'
import type { DiagnosticFormat } from '../compiler/diagnostics/render/render-diagnostics.ts'
import { renderSummary } from '../compiler/diagnostics/render/pretty.ts'
import type { DiagnosticGroup, Host, Output } from './host.ts'
import { repositoryRoot, shortPath } from './project/short-path.ts'
import { styleOf, usesColour } from './terminal/style.ts'

export interface RenderTarget {
  readonly format: DiagnosticFormat
  readonly output: Output
}

/** The diagnostics of all projects as one text. Paths start where the user stands; in the formats of CI at the repository's root. */
export function renderDiagnosticGroups(host: Host, groups: readonly DiagnosticGroup[], { format, output }: RenderTarget): string {
  const base = format === 'pretty' || format === 'json' ? host.cwd : repositoryRoot(host.cwd)
  const pathOf = (path: string) => shortPath(base, path)
  const { diagnostics, sources } = joinGroups(groups)
  const text = renderDiagnostics(diagnostics, { format, sources, pathOf, colour: usesColour(host.env, output.isTTY) })
  if (format !== 'pretty') return text
  const style = styleOf(host, output)
  const paint = diagnostics.some(({ severity }) => severity === 'error') ? style.red : style.yellow
  return `${text}\n${paint(renderSummary(diagnostics))}\n`
}

/** Files get absolute names, so that files of several projects can stand in one report. */
function joinGroups(groups: readonly DiagnosticGroup[]): { diagnostics: readonly Diagnostic[]; sources: ReadonlyMap<string, string> } {
  const sources = new Map(groups.flatMap((group) => [...group.sources].map(([file, text]) => [join(group.root, file), text] as const)))
  const diagnostics = groups.flatMap(({ root, diagnostics }) =>
    diagnostics.map((diagnostic) => ({
      ...diagnostic,
      ...(diagnostic.range && { range: { ...diagnostic.range, file: join(root, diagnostic.range.file) } }),
      ...(diagnostic.related && {
        related: diagnostic.related.map((place) => ({ ...place, range: { ...place.range, file: join(root, place.range.file) } })),
      }),
    })),
  )
  return { diagnostics, sources }
}
