import { describe, expect, it } from 'vitest'
import { readMarks } from '../../test/support/cursor-mark.ts'
import { hasPath, locate, type At } from './locate.ts'
import { parseYaml } from './yaml-file.ts'

type Path = (string | number)[]

/** `▸` stands before and behind what `locate` should give. */
const cases: { title: string; yaml: string; path: Path; at?: At }[] = [
  { title: 'a scalar value', yaml: 'a:\n  b: ▸one▸ # text\n', path: ['a', 'b'] },
  { title: 'the key of a map', yaml: '▸a▸:\n  b: one\n', path: ['a'] },
  { title: 'the key of a scalar when asked', yaml: 'a:\n  ▸b▸: one\n', path: ['a', 'b'], at: 'key' },
  { title: 'a whole pair', yaml: 'a:\n  ▸b:\n    - one\n    - two▸\n\nc: 1\n', path: ['a', 'b'], at: 'pair' },
  { title: 'the value of a map from its first key on', yaml: 'a:\n  ▸b: 1\n  c: 2▸\nd: 1\n', path: ['a'], at: 'value' },
  { title: 'a key in quotes', yaml: '▸"a b"▸:\n  c: 1\n', path: ['a b'] },
  { title: 'an item of a list of scalars', yaml: 'a:\n  - x\n  - ▸y▸\n', path: ['a', 1] },
  { title: 'an item whose index is text, as in a JSON pointer', yaml: 'a:\n  - x\n  - ▸y▸\n', path: ['a', '1'] },
  { title: 'an item of a flow list', yaml: 'a: [x, ▸"y"▸, z]\n', path: ['a', 1] },
  { title: 'a value inside a flow map inside a list', yaml: 'a: [{ b: 1 }, { b: ▸22▸ }]\n', path: ['a', 1, 'b'] },
  { title: 'a map item by its first key', yaml: 'a:\n  - ▸b▸: 1\n    c: 2\n', path: ['a', 0] },
  { title: 'a list inside a list', yaml: 'a:\n  - - x\n    - ▸y▸\n', path: ['a', 0, 1] },
  { title: 'an alias where it is used', yaml: 'a: &x one\nb: ▸*x▸\n', path: ['b'], at: 'value' },
  { title: 'what stands behind an alias at its anchor', yaml: 'a: &x\n  c: ▸one▸\nb: *x\n', path: ['b', 'c'] },
  { title: 'the last anchor of that name before the alias', yaml: 'a: &x { c: 1 }\nb: &x { c: ▸2▸ }\nd: *x\ne: &x { c: 3 }\n', path: ['d', 'c'] },
  { title: 'a merged key where it is written', yaml: 'a: &x\n  c: ▸one▸\nb:\n  <<: *x\n  d: 1\n', path: ['b', 'c'] },
  { title: 'the first of several merged maps', yaml: 'a: &x { c: ▸1▸ }\nb: &y { c: 2 }\nd:\n  <<: [*x, *y]\n', path: ['d', 'c'] },
  { title: 'an own key before a merged one, also when it stands above', yaml: 'a: &x { c: 1 }\nd:\n  c: ▸2▸\n  <<: *x\n', path: ['d', 'c'] },
  { title: 'a key of a map merged into a merged map', yaml: 'a: &x { c: ▸1▸ }\nb: &y { <<: *x }\nd: { <<: *y }\n', path: ['d', 'c'] },
  { title: 'a literal block by its sign', yaml: 'a: ▸|\n  one\n  two▸\nb: 1\n', path: ['a'] },
  { title: 'a folded block with a header', yaml: 'a: ▸>-\n  one\n  two▸\n\n\nb: 1\n', path: ['a'] },
  { title: 'a plain scalar over several lines', yaml: 'a: ▸one\n  two▸\nb: 1\n', path: ['a'] },
  { title: 'a value in a file with CRLF', yaml: 'a: 1\r\nb:\r\n  - ▸two▸\r\nc: 3\r\n', path: ['b', 0] },
  { title: 'a value behind non-ASCII text, in UTF-16 units', yaml: '"größe 🎉": { ü: ▸x▸ }\n', path: ['größe 🎉', 'ü'] },
  { title: 'a value behind a byte order mark', yaml: '\uFEFFa: ▸x▸\n', path: ['a'] },
  { title: 'the key of an empty value', yaml: 'a:\n  ▸b▸:\n', path: ['a', 'b'], at: 'value' },
  { title: 'the nearest parent of a path that has gone', yaml: 'a:\n  ▸b▸:\n    c: 1\n', path: ['a', 'b', 'x', 'y'] },
  { title: 'the nearest parent of a path behind a scalar', yaml: 'a:\n  b: ▸1▸\n', path: ['a', 'b', 'x'] },
  { title: 'the nearest parent of an item that has gone', yaml: '▸a▸:\n  - 1\n', path: ['a', 7] },
  { title: 'the first key for a path of which nothing exists', yaml: '▸a▸: 1\n', path: ['x'] },
  { title: 'a numeric key', yaml: 'a: { 404: ▸x▸ }\n', path: ['a', '404'] },
  { title: 'a key named __proto__', yaml: 'a: { __proto__: { constructor: ▸x▸ } }\n', path: ['a', '__proto__', 'constructor'] },
  { title: 'a value behind an anchor and a tag', yaml: 'a: &x !!str ▸one▸\n', path: ['a'] },
]

describe('locate', () => {
  it.each(cases)('finds $title', ({ yaml, path, at }) => {
    const { text, marks } = readMarks(yaml)
    const { start, end } = locate(parseYaml('f.yaml', text), path, at && { at })
    expect([start, end]).toEqual(marks.map(({ line, column }) => ({ line, column })))
  })

  it('answers for an empty file', () => {
    expect(locate(parseYaml('f.yaml', ''), ['a'])).toEqual({ file: 'f.yaml', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } })
  })

  it('does not follow a key through the prototype', () => {
    const yaml = parseYaml('f.yaml', 'a: {}\n')
    expect(hasPath(yaml, ['a', 'constructor'])).toBe(false)
    expect(hasPath(yaml, ['a'])).toBe(true)
  })
})
