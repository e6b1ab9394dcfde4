import type { Value } from '../../../plan/plan.ts'

/** The constant parts of a path with everything encoded that must not stand in a URL; what else is there stays as it was written. */
export function encodePath(path: Value, before: string): Value {
  if (path.kind === 'literal') return { kind: 'literal', value: encodeIllegal(before + withSlash(String(path.value))) }
  if (path.kind === 'expression') return before === '' ? path : { kind: 'text', parts: [encodeIllegal(before), path.expression] }
  if (path.kind !== 'text') return path
  const parts = path.parts.map((part) => (typeof part === 'string' ? encodeIllegal(part) : part))
  return { kind: 'text', parts: before === '' ? parts : [encodeIllegal(before), ...parts] }
}

function withSlash(path: string): string {
  return path === '' || path.startsWith('/') || path.startsWith('?') || isWhole(path) ? path : `/${path}`
}

export function isWhole(path: string): boolean {
  return /^https?:\/\//i.test(path)
}

function encodeIllegal(text: string): string {
  return text.replaceAll(/[^\u0021\u0024-\u003b\u003d\u003f-\u005b\u005d\u005f\u0061-\u007a\u007e]|%(?![0-9A-Fa-f]{2})/gu, (character) =>
    character === '%' ? '%25' : percent(character),
  )
}

function percent(character: string): string {
  const bytes = new TextEncoder().encode(character)
  return [...bytes].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}
