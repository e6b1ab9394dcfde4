import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'

/**
 * What the hint of a mistake offers in place of the marked text: the nearest name, a value with its unit, or the whole name of what a
 * `${…}` means. A text that the hint has shortened is none.
 */
export function proposalsOf({ code, hint = '' }: Pick<Diagnostic, 'code' | 'hint'>): readonly string[] {
  return offered(code, hint).filter((text) => !text.includes('…') && !text.includes('\\n'))
}

function offered(code: string, hint: string): readonly string[] {
  const nearest = /^Did you mean `([^`]+)`\?/.exec(hint)?.[1]
  if (nearest !== undefined) return [nearest]
  if (code === 'missing-unit') return [...hint.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text)
  const whole = code === 'unknown-scope' ? /^Write `\$\{([^`]+)\}`/.exec(hint)?.[1] : undefined
  return whole === undefined ? [] : [whole]
}
