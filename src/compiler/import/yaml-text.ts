/** Keys whose value stands on lines of its own, however short it is. */
export interface YamlStyle {
  readonly tall: ReadonlySet<string>
  /** Longer ones are not put on one line. */
  readonly width: number
}

/**
 * Plain data as YAML that a person would have written: what is short on one line, texts without quotes where they need none. The
 * printer of the yaml package knows comments and anchors and takes many times as long, which large collections would feel.
 */
export class YamlWriter {
  readonly lines: string[] = []
  readonly #style: YamlStyle

  constructor(style: YamlStyle) {
    this.#style = style
  }

  comment(text: string, indent = ''): void {
    this.lines.push(`${indent}# ${text}`)
  }

  blank(): void {
    this.lines.push('')
  }

  /** `key: value`, with the value on the same line where it fits. */
  pair(key: string, value: unknown, { indent = '', flow = true }: { indent?: string; flow?: boolean } = {}): void {
    const start = keyText(key, indent)
    this.#value(`${indent}${start}`, value, { indent, flow: flow && !this.#style.tall.has(key) })
  }

  #value(start: string, value: unknown, { indent, flow }: { indent: string; flow: boolean }): void {
    if (typeof value === 'string' && value.includes('\n')) return this.#text(start, value, indent)
    if (typeof value !== 'object' || value === null) {
      this.lines.push(`${start} ${scalarText(value, false)}`)
      return
    }
    const short = flow || isEmpty(value) ? flowText(value, this.#style.width) : undefined
    if (short !== undefined) this.lines.push(`${start} ${short}`)
    else {
      this.lines.push(start)
      this.#block(value, `${indent}  `)
    }
  }

  #block(value: object, indent: string): void {
    if (!Array.isArray(value)) {
      for (const [key, item] of Object.entries(value)) this.pair(key, item, { indent })
      return
    }
    for (const item of value as readonly unknown[]) {
      if (typeof item !== 'object' || item === null || flowText(item, this.#style.width) !== undefined || Array.isArray(item))
        this.#value(`${indent}-`, item, { indent, flow: true })
      else this.#item(item, indent)
    }
  }

  /** The first key of an item stands beside its dash. */
  #item(item: object, indent: string): void {
    const from = this.lines.length
    this.#block(item, `${indent}  `)
    this.lines[from] = `${indent}- ${(this.lines[from] ?? '').slice(indent.length + 2)}`
  }

  /** A text of several lines as it reads, where YAML can say it so. */
  #text(start: string, value: string, indent: string): void {
    const ends = /\n*$/.exec(value)?.[0].length ?? 0
    const body = ends === 1 ? value.slice(0, -1) : value
    if (ends > 1 || unprintable.test(value) || /^\s*(?:\n|$)/.test(body) || body.split('\n').some((line) => /^\s+$/.test(line))) {
      this.lines.push(`${start} ${JSON.stringify(value)}`)
      return
    }
    const hint = body.startsWith(' ') ? '2' : ''
    this.lines.push(`${start} |${hint}${ends === 1 ? '' : '-'}`)
    for (const line of body.split('\n')) this.lines.push(line === '' ? '' : `${indent}  ${line}`)
  }
}

// oxlint-disable-next-line no-control-regex -- what a block cannot hold
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/

const isEmpty = (value: object): boolean => (Array.isArray(value) ? value.length : Object.keys(value).length) === 0

/** Keys of more than 1024 characters need a line of their own in YAML. */
function keyText(key: string, indent: string): string {
  const text = scalarText(key, false)
  return text.length > 1000 ? `? ${text}\n${indent}:` : `${text}:`
}

/** A value on one line; `undefined` where it would be longer than `width` or has lines of its own. */
function flowText(value: unknown, width: number): string | undefined {
  if (typeof value === 'string' && (value.includes('\n') || value.length > width)) return undefined
  if (typeof value !== 'object' || value === null) return scalarText(value, true)
  const parts: string[] = []
  let length = 4
  const isList = Array.isArray(value)
  for (const [key, item] of Object.entries(value)) {
    const name = isList ? '' : `${scalarText(key, true)}: `
    const text = flowText(item, width - length)
    length += (text?.length ?? width) + name.length + 2
    if (text === undefined || length > width) return undefined
    parts.push(name + text)
  }
  if (parts.length === 0) return isList ? '[]' : '{}'
  return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`
}

const simple = /^[A-Za-z_$/](?:[A-Za-z0-9_$/.()=+-]| (?=[A-Za-z0-9_$/.()=+-]))*$/
const otherType =
  /^(?:null|true|false|~|yes|no|on|off|\.nan|[-+]?\.inf|[-+]?(?:\d[\d_]*)?\.?\d+(?:e[-+]?\d+)?\.?|[-+]?\d+\.|0o[0-7]+|0x[\da-f]+)$/i

function scalarText(value: unknown, flow: boolean): string {
  if (typeof value !== 'string') return Object.is(value, -0) ? '-0' : String(value)
  if (simple.test(value)) return otherType.test(value) ? `"${value}"` : value
  if (isPlain(value, flow)) return value
  // oxlint-disable-next-line no-control-regex -- single quotes escape nothing
  if (value.includes('"') && !/['\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(value)) return `'${value}'`
  return JSON.stringify(value)
}

function isPlain(value: string, flow: boolean): boolean {
  if (value === '' || value.trim() !== value || otherType.test(value) || unprintable.test(value)) return false
  if (/^[-?:,[\]{}#&*!|>'"%@`]/.test(value) || /^(?:---|\.\.\.)/.test(value)) return false
  if (/[\n\t]|: | #|:$/.test(value) || (value.length > 200 && flow)) return false
  return !flow || !/[,[\]{}:]/.test(value)
}
