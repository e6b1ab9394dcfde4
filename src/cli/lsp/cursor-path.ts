import { isMap, isScalar, isSeq } from 'yaml'
import { parseYaml } from '../../places/yaml-file.ts'
import type { Path } from './name-places.ts'

const MARK = 'apitest_cursor'

/**
 * Where a cursor stands in a file that is being written: the text is read as if a word stood there, and a quote that is still open
 * were closed. Undefined in comments, and where nothing can be made of the text.
 */
export function pathAtCursor(text: string, offset: number): Path | undefined {
  const [before, behind] = [text.slice(0, offset), text.slice(offset)]
  for (const closing of ['', '"', "'", ' }', ': ']) {
    const found = findMark(
      parseYaml('', `${before}${MARK}${closing}${closing === '' ? behind : behind.slice(lineEnd(behind))}`).contents,
      [],
    )
    if (found !== undefined) return found
  }
  return undefined
}

function lineEnd(text: string): number {
  const end = text.indexOf('\n')
  return end < 0 ? text.length : end
}

function findMark(node: unknown, path: Path): Path | undefined {
  if (isScalar(node)) return String(node.value).includes(MARK) ? path : undefined
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (isScalar(key) && String(key.value).includes(MARK)) return [...path, String(key.value).replace(MARK, '')]
      const found = findMark(value, [...path, isScalar(key) ? String(key.value) : ''])
      if (found !== undefined) return found
    }
  }
  if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) {
      const found = findMark(item, [...path, index])
      if (found !== undefined) return found
    }
  }
  return undefined
}
