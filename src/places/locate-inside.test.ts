import { describe, expect, it } from 'vitest'
import { readMarks } from '../../test/support/cursor-mark.ts'
import { locateInside } from './locate-inside.ts'
import { parseYaml } from './yaml-file.ts'
import { find } from './locate.ts'
import { isScalar } from 'yaml'

/** `▸` stands before and behind `needle`, whose place in the value is looked for. */
const cases: { title: string; yaml: string; needle?: string }[] = [
  { title: 'a plain scalar', yaml: 'a: hello ${▸name▸}\n' },
  { title: 'a plain scalar over several lines', yaml: 'a: hello\n  dear\n\n  ${▸name▸} there\n' },
  { title: 'double quotes', yaml: 'a: "hello ${▸name▸}"\n' },
  { title: 'double quotes behind escapes', yaml: 'a: "\\"q\\" \\u00e9 \\x41 \\U0001F600 \\t\\\\ ${▸name▸}"\n' },
  { title: 'double quotes behind an escaped line break', yaml: 'a: "hello \\\n  dear ${▸name▸}"\n' },
  { title: 'double quotes folded over lines', yaml: 'a: "hello   \n\n  dear\n  ${▸name▸}"\n' },
  { title: 'single quotes behind doubled quotes', yaml: "a: 'it''s ''${▸name▸}'\n" },
  { title: 'a literal block', yaml: 'a: |\n  one\n    two\n\n  ${▸name▸}\nb: 1\n' },
  { title: 'a literal block with an indentation sign', yaml: 'a: |2-\n    one ${▸name▸}\n' },
  { title: 'a literal block behind a comment in its header', yaml: 'a: | # text name\n  ${▸name▸}\n' },
  { title: 'a folded block', yaml: 'a: >\n  one\n  two ${▸name▸}\n\n    more\n' },
  { title: 'a literal block in a list with CRLF', yaml: 'a:\r\n  - |\r\n    one\r\n    ${▸name▸}\r\n' },
  { title: 'non-ASCII text before it', yaml: 'a: grüße 🎉 ${▸name▸}\n' },
  { title: 'an alias, at the anchor', yaml: 'b: &x "${▸name▸}"\na: *x\n' },
]

describe('locateInside', () => {
  it.each(cases)('finds a name in $title', ({ yaml: marked }) => {
    const { text, marks } = readMarks(marked)
    const yaml = parseYaml('f.yaml', text)
    const path = /^a:\r?\n/m.test(text) ? ['a', 0] : ['a']
    const { node } = find(yaml, path)
    const value = isScalar(node) ? String(node.value) : ''
    const { start, end } = locateInside(yaml, path, { offset: value.lastIndexOf('${name}') + 2, length: 4 })
    expect([start, end]).toEqual(marks)
  })

  it('finds a part of a key', () => {
    const yaml = parseYaml('f.yaml', 'a: { "$.items[x]": 1 }\n')
    const { start, end } = locateInside(yaml, ['a', '$.items[x]'], { offset: 8, length: 1 }, { at: 'key' })
    expect([start.column, end.column]).toEqual([15, 16])
  })

  it('falls back to the nearest parent when the path has gone', () => {
    expect(locateInside(parseYaml('f.yaml', 'a: 1\n'), ['a', 'b'], { offset: 0, length: 1 }).start).toEqual({ line: 1, column: 4 })
  })

  it('stays inside the text when the part is longer than the value', () => {
    expect(locateInside(parseYaml('f.yaml', 'a: ""\n'), ['a'], { offset: 5, length: 9 }).start.line).toBe(1)
  })
})
