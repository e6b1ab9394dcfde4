/** By how many characters texts are looked up; none may be shorter. */
export const STEM = 4

interface Texts {
  readonly all: Set<string>
  /** The lengths that they have, the longest first. */
  readonly lengths: number[]
}

/**
 * Finds many texts in others: at each place the first characters are looked up, and then a text of each length that begins so. It takes
 * about as long for thousands of texts as for a few, and one more costs nothing of what was made for the others.
 */
export class TextIndex {
  /** Which two characters a text may begin with, so that most places need no more than one look. */
  readonly #pairs = new Uint8Array(0x10000)
  readonly #byStem = new Map<string, Texts>()

  add(text: string): void {
    this.#pairs[pairAt(text, 0)] = 1
    const stem = text.slice(0, STEM)
    const known = this.#byStem.get(stem) ?? { all: new Set(), lengths: [] }
    this.#byStem.set(stem, known)
    known.all.add(text)
    if (!known.lengths.includes(text.length)) known.lengths.push(text.length)
    known.lengths.sort((a, b) => b - a)
  }

  /** Replaces every text that is found, from left to right, the longest first. */
  replace(text: string, by: string): string {
    let replaced = ''
    let end = 0
    for (let at = 0; at <= text.length - STEM;) {
      const length = this.#pairs[pairAt(text, at)] === 0 ? 0 : this.#lengthAt(text, at)
      if (length === 0) {
        at++
        continue
      }
      replaced += text.slice(end, at) + by
      end = at += length
    }
    return end === 0 ? text : replaced + text.slice(end)
  }

  #lengthAt(text: string, at: number): number {
    const known = this.#byStem.get(text.slice(at, at + STEM))
    return known?.lengths.find((length) => known.all.has(text.slice(at, at + length))) ?? 0
  }
}

function pairAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 251 + text.charCodeAt(at + 1)) & 0xffff
}
