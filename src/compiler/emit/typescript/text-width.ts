/** How many columns a formatter counts for a text: two for wide characters (CJK, emoji), none for combining marks. */
export function textWidth(text: string): number {
  // oxlint-disable-next-line no-control-regex -- the plain case, and by far the usual one, is ASCII
  if (!/[^\x00-\x7f]/.test(text)) return text.length
  let width = 0
  for (const character of text.replace(emoji, '  ')) width += characterWidth(character.codePointAt(0) ?? 0)
  return width
}

const emoji = /[\u{1f1e6}-\u{1f1ff}]{2}|\p{Emoji_Presentation}[\u{1f3fb}-\u{1f3ff}]?|\p{Emoji}\ufe0f/gu

function characterWidth(codePoint: number): number {
  if (codePoint >= 0x300 && codePoint <= 0x36f) return 0
  return wide.some(([first, last]) => codePoint >= first && codePoint <= last) ? 2 : 1
}

const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x1b2ff],
  [0x1f200, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]
