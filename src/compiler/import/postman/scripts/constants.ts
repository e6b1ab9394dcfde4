import { wrappedText } from '../references.ts'
import type { Symbol } from './symbol.ts'
import { give } from './untranslatable.ts'

export function pattern(source: string, flags: string): Symbol {
  if (flags.replace(/[gu]/g, '') !== '') return give(`a regular expression with the flag ${flags}`)
  if (!isUnicodePattern(source)) return give('a regular expression that is not valid in Unicode mode')
  return { kind: 'pattern', source }
}

function isUnicodePattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp
  } catch {
    return false
  }
}

export function negative(value: Symbol): Symbol {
  if (value.kind !== 'literal' || typeof value.value !== 'number') return give('a minus sign')
  return { kind: 'literal', value: -value.value }
}

/** Texts side by side; a number beside a number would be a sum. */
export function joined(parts: readonly Symbol[]): Symbol {
  const textual = parts.some(
    (part) => (part.kind === 'literal' && typeof part.value === 'string') || (part.kind === 'variable' && !part.whole),
  )
  if (!textual) return give('a sum')
  if (parts.every((part) => part.kind === 'literal')) return { kind: 'literal', value: parts.map(({ value }) => String(value)).join('') }
  const texts = parts.map((part) => {
    if (part.kind === 'literal') return String(part.value)
    return part.kind === 'variable' && part.stale !== true ? part.text : give('a text made of the answer')
  })
  const names = parts.flatMap((part) => (part.kind === 'variable' ? part.names : []))
  return { kind: 'variable', text: texts.join(''), names, whole: false }
}

export function numeric(of: Symbol): Symbol {
  if (of.kind === 'literal') return { kind: 'literal', value: Number(of.value) }
  if (of.kind === 'status' || of.kind === 'length' || of.kind === 'time') return of
  return wrapped('number', of)
}

export function textual(of: Symbol): Symbol {
  if (of.kind === 'literal') return { kind: 'literal', value: String(of.value) }
  return of.kind === 'text' ? of : wrapped('string', of)
}

function wrapped(call: 'number' | 'string', of: Symbol): Symbol {
  const [name] = of.kind === 'variable' && of.whole && of.stale !== true ? of.names : []
  if (name === undefined) return give(`a ${call} made of the answer`)
  return { kind: 'variable', text: wrappedText(call, name), names: [name], whole: false, ...(call === 'number' && { number: true }) }
}
