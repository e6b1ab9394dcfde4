import { isMap, isPair, isScalar, isSeq } from 'yaml'

export interface ShapeOptions {
  /** Levels of maps that always stand on lines of their own. @default 0 */
  readonly tall?: number
  /** @default 100 */
  readonly width?: number
}

/** Puts what is short on one line, as a person would; longer texts with line breaks become blocks. */
export function shapeNode(node: unknown, { tall = 0, width = 100 }: ShapeOptions = {}): void {
  if (isScalar(node)) {
    if (typeof node.value === 'string' && node.value.includes('\n')) node.type = 'BLOCK_LITERAL'
    return
  }
  if (!isMap(node) && !isSeq(node)) return
  if (node.items.length === 0 || (tall <= 0 && widthOf(node) <= width && !hasLines(node))) {
    node.flow = true
    return
  }
  // rows of a table are read together
  const inner = isSeq(node) ? Math.max(width, 130) : width
  for (const item of node.items) shapeNode(isPair(item) ? item.value : item, { tall: tall - 1, width: inner })
}

function widthOf(node: unknown): number {
  if (isScalar(node)) return String(node.value).length + (typeof node.value === 'string' ? 2 : 0)
  if (isMap(node)) return node.items.reduce((sum, item) => sum + widthOf(item.key) + widthOf(item.value) + 4, 4)
  return isSeq(node) ? node.items.reduce<number>((sum, item) => sum + widthOf(item) + 2, 4) : 4
}

function hasLines(node: unknown): boolean {
  if (isScalar(node)) return typeof node.value === 'string' && node.value.includes('\n')
  if (isMap(node)) return node.items.some((item) => hasLines(item.value))
  return isSeq(node) && node.items.some(hasLines)
}
