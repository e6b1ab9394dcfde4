import type { Diagnostic } from '../diagnostic.ts'
import type { RenderOptions } from './render-options.ts'

/** `{ version, diagnostics }`, the diagnostics as the compiler has them, for scripts and editors. */
export function renderJson(diagnostics: readonly Diagnostic[], { pathOf = (file) => file }: RenderOptions): string {
  const shown = diagnostics.map(({ code, severity, message, range, hint, related }) => ({
    code,
    severity,
    message,
    ...(range && { range: { ...range, file: pathOf(range.file) } }),
    ...(hint !== undefined && { hint }),
    ...(related && {
      related: related.map((place) => ({ message: place.message, range: { ...place.range, file: pathOf(place.range.file) } })),
    }),
  }))
  return `${JSON.stringify({ version: 1, diagnostics: shown }, null, 2)}\n`
}
