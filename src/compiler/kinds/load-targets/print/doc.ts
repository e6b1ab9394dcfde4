/**
 * A piece of a program that knows where it may be broken: a group stands on one line where there is room, and otherwise breaks at all of
 * its own lines at once. Both black and oxfmt leave such text as it is.
 */
export type Doc = string | readonly Doc[] | Group | Indent | Line | IfBroken | Hug

interface Group {
  readonly kind: 'group'
  readonly content: Doc
  readonly expanded: boolean
}

interface Indent {
  readonly kind: 'indent'
  readonly content: Doc
}

/** `line` is a space where its group is not broken, `soft` nothing; `hard` breaks every group around it. */
interface Line {
  readonly kind: 'line' | 'soft' | 'hard'
}

interface IfBroken {
  readonly kind: 'if-broken'
  readonly text: string
}

/** A call whose last argument opens on the line of the call, as long as that line has room; otherwise each argument has a line. */
interface Hug {
  readonly kind: 'hug'
  readonly head: string
  readonly hugged: Doc
  readonly broken: Doc
}

export const line: Line = { kind: 'line' }
export const soft: Line = { kind: 'soft' }
export const hard: Line = { kind: 'hard' }

export function group(content: Doc, { expanded = false }: { expanded?: boolean } = {}): Doc {
  return { kind: 'group', content, expanded }
}

export function indent(content: Doc): Doc {
  return { kind: 'indent', content }
}

export function joined(docs: readonly Doc[], separator: Doc): Doc {
  return docs.flatMap((doc, index) => (index === 0 ? [doc] : [separator, doc]))
}

/** `[a, b]`, or one item a line with a comma behind the last. */
export function bracketed(open: string, items: readonly Doc[], { close, inner = soft, expanded = false }: Bracket): Doc {
  if (items.length === 0) return open + close
  const content = [open, indent([inner, joined(items, [',', line])]), { kind: 'if-broken', text: ',' } as const, inner, close]
  return group(content, { expanded })
}

export interface Bracket {
  readonly close: string
  /** What stands inside the brackets of a group on one line. */
  readonly inner?: Line
  readonly expanded?: boolean
}

export function hug(head: string, { hugged, broken }: { hugged: Doc; broken: Doc }): Doc {
  return { kind: 'hug', head, hugged, broken }
}

interface Piece {
  readonly doc: Doc
  readonly depth: number
  readonly flat: boolean
}

/** The text of a document; no line is longer than `width` where that can be helped. */
export function print(doc: Doc, { width, step }: { width: number; step: number }): string {
  const out: string[] = []
  const stack: Piece[] = [{ doc, depth: 0, flat: false }]
  let column = 0
  const write = (text: string): void => {
    out.push(text)
    const last = text.lastIndexOf('\n')
    column = last < 0 ? column + widthOf(text) : widthOf(text.slice(last + 1))
  }
  for (let piece = stack.pop(); piece !== undefined; piece = stack.pop()) {
    const { doc: current, depth, flat } = piece
    if (typeof current === 'string') write(current)
    else if (isList(current)) stack.push(...current.map((item) => ({ doc: item, depth, flat })).toReversed())
    else if (current.kind === 'indent') stack.push({ doc: current.content, depth: depth + step, flat })
    else if (current.kind === 'if-broken') write(flat ? '' : current.text)
    else if (current.kind === 'group') {
      const fits =
        flat || width === Number.POSITIVE_INFINITY || (!isExpanded(current) && column + flatWidth(current) + restWidth(stack) <= width)
      stack.push({ doc: current.content, depth, flat: fits })
    } else if (current.kind === 'hug') {
      const fits = flat || (!isExpanded(current.hugged) && column + flatWidth(current.hugged) + restWidth(stack) <= width)
      const doc = fits || column + widthOf(current.head) <= width ? current.hugged : current.broken
      stack.push({ doc, depth, flat: fits })
    } else if (current.kind !== 'hard' && flat) write(current.kind === 'line' ? ' ' : '')
    else write(`\n${' '.repeat(depth)}`)
  }
  return out.join('').replaceAll(/ +$/gm, '')
}

function isList(doc: Doc): doc is readonly Doc[] {
  return Array.isArray(doc)
}

function isExpanded(doc: Doc): boolean {
  if (typeof doc === 'string') return doc.includes('\n')
  if (isList(doc)) return doc.some(isExpanded)
  if (doc.kind === 'group') return doc.expanded || isExpanded(doc.content)
  if (doc.kind === 'indent') return isExpanded(doc.content)
  if (doc.kind === 'hug') return isExpanded(doc.hugged)
  return doc.kind === 'hard'
}

function flatWidth(doc: Doc): number {
  if (typeof doc === 'string') return widthOf(doc)
  if (isList(doc)) return doc.reduce((sum, item) => sum + flatWidth(item), 0)
  if (doc.kind === 'group' || doc.kind === 'indent') return flatWidth(doc.content)
  if (doc.kind === 'hug') return flatWidth(doc.hugged)
  return doc.kind === 'line' ? 1 : 0
}

/** What must follow on the same line, up to where the text around may be broken. */
function restWidth(stack: readonly Piece[]): number {
  let width = 0
  for (const { doc, flat } of stack.toReversed()) {
    const found = widthUntilBreak(doc, flat)
    width += found.width
    if (found.ends) break
  }
  return width
}

function widthUntilBreak(doc: Doc, flat: boolean): { width: number; ends: boolean } {
  if (typeof doc === 'string') {
    const [first = ''] = doc.split('\n')
    return { width: widthOf(first), ends: doc.includes('\n') }
  }
  if (isList(doc)) {
    let width = 0
    for (const item of doc) {
      const found = widthUntilBreak(item, flat)
      width += found.width
      if (found.ends) return { width, ends: true }
    }
    return { width, ends: false }
  }
  if (doc.kind === 'group' || doc.kind === 'indent') return widthUntilBreak(doc.content, flat)
  if (doc.kind === 'hug') return { width: widthOf(doc.head), ends: true }
  if (doc.kind === 'if-broken') return { width: flat ? 0 : doc.text.length, ends: false }
  return doc.kind !== 'hard' && flat ? { width: doc.kind === 'line' ? 1 : 0, ends: false } : { width: 0, ends: true }
}

/** Columns as formatters count them: wide characters take two. */
function widthOf(text: string): number {
  let width = 0
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u.test(character) ? 2 : 1
  return width
}
