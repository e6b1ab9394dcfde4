/** Where a text stops being JSON, and why; the same words on every version of Node, unlike `JSON.parse`. */
export function jsonMistake(text: string): { readonly offset: number; readonly reason: string } | undefined {
  const reader = new JsonReader(text)
  return reader.readDocument()
}

const scalar = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y
const string = new RegExp(String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`, 'y')
const blanks = /[ \t\r\n]*/y

class JsonReader {
  readonly text: string
  position = 0

  constructor(text: string) {
    this.text = text
  }

  readDocument(): { offset: number; reason: string } | undefined {
    /** Open lists and maps; a loop instead of recursion, so that deep files cannot overflow the stack. */
    const open: ('[' | '{')[] = []
    let expected: 'value' | 'value or ]' | 'key' | 'key or }' | 'next' = 'value'
    for (;;) {
      this.match(blanks)
      const character = this.text[this.position]
      if (expected === 'next') {
        const last = open.at(-1)
        if (last === undefined) return character === undefined ? undefined : this.wrong('nothing more')
        if (character === (last === '[' ? ']' : '}')) open.pop()
        else if (character === ',') expected = last === '[' ? 'value' : 'key'
        else return this.wrong(last === '[' ? '`,` or `]`' : '`,` or `}`')
        this.position += 1
      } else if (expected.startsWith('key')) {
        if (character === '}' && expected === 'key or }') {
          open.pop()
          this.position += 1
          expected = 'next'
          continue
        }
        if (!this.match(string)) return this.wrong('a key in double quotes')
        this.match(blanks)
        if (this.text[this.position] !== ':') return this.wrong('`:`')
        this.position += 1
        expected = 'value'
      } else if (character === ']' && expected === 'value or ]') {
        open.pop()
        this.position += 1
        expected = 'next'
      } else if (character === '[' || character === '{') {
        open.push(character)
        this.position += 1
        expected = character === '[' ? 'value or ]' : 'key or }'
      } else if (this.match(string) || this.match(scalar)) {
        expected = 'next'
      } else {
        return this.wrong('a value')
      }
    }
  }

  private match(pattern: RegExp): boolean {
    pattern.lastIndex = this.position
    if (!pattern.test(this.text)) return false
    this.position = pattern.lastIndex
    return true
  }

  private wrong(expected: string): { offset: number; reason: string } {
    const point = this.text.codePointAt(this.position)
    const found = point === undefined ? 'the end of the file' : `\`${String.fromCodePoint(point)}\``
    return { offset: this.position, reason: `expected ${expected}, found ${found}` }
  }
}
