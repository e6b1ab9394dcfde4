export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

export type Paint = (style: Style, text: string) => string

const codes: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
}

/** Styles text for a terminal, or leaves it as it is. */
export function createPaint(colour: boolean): Paint {
  if (!colour) return (_style, text) => text
  return (style, text) => {
    const [on, off] = codes[style]
    return text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`
  }
}
