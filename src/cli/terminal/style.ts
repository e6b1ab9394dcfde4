import type { Host, Output } from '../host.ts'

/** Colours for one output; every function returns its text unchanged where colour is off. */
export type Style = Readonly<Record<keyof typeof codes, (text: string) => string>>

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
  gray: [90, 39],
} as const

const coloured = makeStyle(
  (text, [open, close]) => `\u001B[${open}m${text.replaceAll(`\u001B[${close}m`, `\u001B[${close}m\u001B[${open}m`)}\u001B[${close}m`,
)
export const plainStyle = makeStyle((text) => text)

/** NO_COLOR wins over FORCE_COLOR; without either, colour is for terminals. */
export function styleOf(host: Host, output: Output): Style {
  return usesColour(host.env, output.isTTY) ? coloured : plainStyle
}

export function usesColour(env: Host['env'], isTTY: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return isTTY && env.TERM !== 'dumb'
}

/** True where a person watches: a terminal that can move its cursor, and no CI. */
export function isInteractive(host: Host, output: Output): boolean {
  return output.isTTY && host.env.TERM !== 'dumb' && !isCI(host.env)
}

export function isCI(env: Host['env']): boolean {
  return env.CI !== undefined && env.CI !== '' && env.CI !== 'false' && env.CI !== '0'
}

function makeStyle(paint: (text: string, code: readonly [number, number]) => string): Style {
  const entries = Object.entries(codes).map(([name, code]) => [name, (text: string) => paint(text, code)])
  return Object.fromEntries(entries) as Style
}
