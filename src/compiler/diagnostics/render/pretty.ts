import { codeFrame } from '../../../places/code-frame.ts'
import type { Diagnostic, Range, Severity } from '../diagnostic.ts'
import type { RenderOptions } from './render-options.ts'

/** Related places shown with their own frame; more of them are named only. */
const RELATED_FRAMES = 2

/**
 * Diagnostics for people, one paragraph each:
 * ```
 * apitest.yaml:14:14 error unknown-service: No service is named `wbe`
 *    14 |     service: wbe
 *       |              ^^^
 * hint: Did you mean `web`? Known services: `web`, `worker`
 * ```
 */
export function renderPretty(diagnostics: readonly Diagnostic[], options: RenderOptions & { colour: boolean }): string {
  return diagnostics.map((diagnostic) => `${renderOne(diagnostic, options)}\n`).join('\n')
}

function renderOne(diagnostic: Diagnostic, options: RenderOptions & { colour: boolean }): string {
  const paint = options.colour ? colours : plain
  const { severity, range, hint, related = [] } = diagnostic
  const place = range === undefined ? '' : `${paint.bold(position(range, options))} `
  const lines = [`${place}${paint[severity](severity)} ${diagnostic.code}: ${paint.code(diagnostic.message)}`]
  if (range !== undefined) lines.push(...frame(range, options, paint[severity]))
  if (hint !== undefined) lines.push(`${paint.hint('hint:')} ${paint.code(hint)}`)
  for (const [index, { range: place, message }] of related.entries()) {
    lines.push(`${paint.bold(position(place, options))} ${paint.code(message)}`)
    if (index < RELATED_FRAMES) lines.push(...frame(place, options, paint.info))
  }
  return lines.join('\n')
}

function position({ file, start }: Range, { pathOf }: RenderOptions): string {
  return `${pathOf?.(file) ?? file}:${start.line}:${start.column}`
}

function frame(range: Range, { sources }: RenderOptions, paintCarets: Paint): string[] {
  const text = sources.get(range.file)
  if (text === undefined || text.trim() === '') return []
  return codeFrame(text, range)
    .split('\n')
    .map((line) => line.replace(/^(\s+\| *)(\^[ ^]*)$/, (_, before: string, carets: string) => before + paintCarets(carets)))
}

type Paint = (text: string) => string
type Palette = { readonly [Role in Severity | 'bold' | 'hint' | 'code']: Paint }

const same: Paint = (text) => text
const plain: Palette = { error: same, warning: same, info: same, bold: same, hint: same, code: same }
const ansi =
  (on: number, off: number): Paint =>
  (text) =>
    `\u001B[${on}m${text}\u001B[${off}m`
const bold = ansi(1, 22)
const colours: Palette = {
  error: ansi(31, 39),
  warning: ansi(33, 39),
  info: ansi(36, 39),
  bold,
  hint: ansi(36, 39),
  code: (text) => text.replaceAll(/`[^`]*`/g, bold),
}

/** `Found 2 errors and 1 warning in 2 files`. */
export function renderSummary(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity) => diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  const parts = [...counted(count('error'), 'error'), ...counted(count('warning'), 'warning'), ...counted(count('info'), 'note')]
  if (parts.length === 0) return 'No problems found'
  const files = new Set(diagnostics.flatMap(({ range }) => (range === undefined ? [] : [range.file]))).size
  const list = parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
  return files > 1 ? `Found ${list} in ${files} files` : `Found ${list}`
}

function counted(number: number, word: string): string[] {
  return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`]
}
