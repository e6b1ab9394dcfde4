/** Columns that a character takes on a terminal: 2 for East Asian wide characters and emoji, 0 for combining marks. */
export function displayWidth(character: string): 0 | 1 | 2 {
  const point = character.codePointAt(0) ?? 0
  if (point < 0x300) return 1
  if (ZERO_WIDTH.test(character) || (point >= 0x200b && point <= 0x200d) || (point >= 0xfe00 && point <= 0xfe0f)) return 0
  return WIDE.some(([first, last]) => point >= first && point <= last) ? 2 : 1
}

/** Combining marks; joiners and variation selectors are asked for by number. */
const ZERO_WIDTH = /^[\p{Mn}\p{Me}]/u

/** Unicode's East Asian Width W and F, in blocks. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x26a1, 0x26a1],
  [0x2705, 0x2705],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2753, 0x2755],
  [0x2795, 0x2797],
  [0x2b50, 0x2b50],
  [0x2b55, 0x2b55],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f7e0, 0x1f7eb],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
]
