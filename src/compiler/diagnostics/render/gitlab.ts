import { createHash } from 'node:crypto'
import type { Diagnostic, Severity } from '../diagnostic.ts'
import type { RenderOptions } from './render-options.ts'

const SEVERITIES: { readonly [S in Severity]: string } = { error: 'major', warning: 'minor', info: 'info' }

/**
 * A GitLab code quality report. Fingerprints are made of file, code and message, not of the line, so that a mistake stays the same one
 * when lines are added above it; equal ones are counted.
 */
export function renderGitlab(diagnostics: readonly Diagnostic[], { pathOf = (file) => file }: RenderOptions): string {
  const seen = new Map<string, number>()
  const issues = diagnostics.map(({ code, severity, message, range, hint }) => {
    const path = range === undefined ? '.' : pathOf(range.file)
    const identity = [path, code, message].join('\0')
    const nth = seen.get(identity) ?? 0
    seen.set(identity, nth + 1)
    return {
      description: hint === undefined ? message : `${message}. ${hint}`,
      check_name: code,
      fingerprint: createHash('sha256').update(`${identity}\0${nth}`).digest('hex').slice(0, 32),
      severity: SEVERITIES[severity],
      location: { path, lines: { begin: range?.start.line ?? 1, end: range?.end.line ?? 1 } },
    }
  })
  return `${JSON.stringify(issues, null, 2)}\n`
}
