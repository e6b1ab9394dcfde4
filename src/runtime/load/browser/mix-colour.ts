import { colour } from './theme.ts'

/** `#1d58b8` and 0.1 give a colour that lets what is behind it through. */
export function faded(hex: string, opacity: number): string {
  return `${hex.slice(0, 7)}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`
}

/** A colour on the card behind it, without letting anything else through. */
export function softened(hex: string): string {
  const [front, back] = [hex, colour('--card')].map((text) => [1, 3, 5].map((from) => Number.parseInt(text.slice(from, from + 2), 16)))
  return `rgb(${(front as number[]).map((part, index) => Math.round(part * 0.6 + (back?.[index] ?? 255) * 0.4)).join(' ')})`
}
