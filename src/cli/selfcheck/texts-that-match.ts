/**
 * Texts that a regular expression matches, as far as they can be read off it: each alternative with its classes, groups and repetitions
 * replaced by the simplest text they stand for. Only texts that do match are returned, so there may be none.
 */
export function textsThatMatch(source: string): readonly string[] {
  const candidates = [...source.split('|'), source].map(simplest)
  try {
    const pattern = new RegExp(source)
    return candidates.filter((text) => pattern.test(text))
  } catch {
    return []
  }
}

const classes: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', W: ' ', S: 'a', b: '', B: '', n: '\n', t: '\t' }

function simplest(source: string): string {
  return source
    .replace(/\\(.)/g, (_, character: string) => mark(classes[character] ?? character))
    .replace(/\(\?(?:[:=!]|<[=!]|<\w+>)/g, '(')
    .replace(/\[\^[^\]]*\]/g, '~')
    .replace(/\[([^\]])[^\]]*\]/g, (_, first: string) => mark(first))
    .replace(/\{(\d+)(?:,\d*)?\}|[*+?]\??/g, '')
    .replace(/[()^$]/g, '')
    .replaceAll('.', 'a')
    .replaceAll(/\ue000(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
}

/** Keeps a character from being read as part of the expression. */
function mark(text: string): string {
  return [...text].map((character) => `\ue000${character.codePointAt(0)};`).join('')
}
