import type { Diagnostic, Severity } from '../diagnostic.ts'
import type { RenderOptions } from './render-options.ts'

const COMMANDS: { readonly [S in Severity]: string } = { error: 'error', warning: 'warning', info: 'notice' }

/** Workflow commands that GitHub shows as annotations at the line, one a diagnostic. */
export function renderGithub(diagnostics: readonly Diagnostic[], { pathOf = (file) => file }: RenderOptions): string {
  const lines = diagnostics.map(({ code, severity, message, range, hint }) => {
    const properties: Record<string, string | number> = {}
    if (range !== undefined) {
      const { file, start, end } = range
      Object.assign(properties, { file: pathOf(file), line: start.line, endLine: end.line, col: start.column })
      if (end.line === start.line) properties.endColumn = Math.max(start.column, end.column - 1)
    }
    properties.title = code
    const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData(hint === undefined ? message : `${message}\n${hint}`)}\n`
  })
  return lines.join('')
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
