import { describe, expect, it } from 'vitest'
import { locate } from '../../places/locate.ts'
import { parseYaml } from '../../places/yaml-file.ts'
import { scanKeys } from './scan-test-lines.ts'

const spec = `# comment
version: 1
services:
  web: { url: http://127.0.0.1 }
tests:

  # about health
  health check:
    get: /
    expect:
      text: |
        tests:
          health check:
        not a key: x
  "quoted: \\"name\\"":
    get: /
  'it''s':
    get: /
  with: colons: inside:
    get: /
  one-liner: { get: / }
suites:
  smoke:
    tags: [a]
    tests:
      first:
        get: /
      health check:
        get: /
`

const paths = [['tests', 'health check'], ['tests', 'quoted: "name"'], ['tests', "it's"], ['tests', 'one-liner'], ['suites', 'smoke', 'tests', 'first'], ['suites', 'smoke', 'tests', 'health check']]

describe('the scan for tests', () => {
  it.each(['\n', '\r\n'])('finds what the parser finds, with line ends %j', (end) => {
    const text = spec.replace('  with: colons: inside:\n    get: /\n', '').replaceAll('\n', end)
    const yaml = parseYaml('apitest.yaml', text)
    const found = scanKeys(text, paths)
    for (const path of paths) {
      const { line, column } = locate(yaml, path, { at: 'key' }).start
      expect(found.get(path.join('\0'))).toEqual({ line, column })
    }
    expect(found.size).toBe(paths.length)
  })

  it.each([
    ['a flow map', 'tests: { a: { get: / } }\n'],
    ['keys from a merge', 'base: &base\n  a: { get: / }\ntests:\n  <<: *base\n'],
    ['an alias', 'base: &base\n  a: { get: / }\ntests: *base\n'],
    ['two keys of one name', 'tests:\n  a: 1\n  a: 2\n'],
    ['a complex key', 'tests:\n  ? a\n  : { get: / }\n'],
    ['an escape that JSON does not have', 'tests:\n  "\\x61": { get: / }\n'],
    ['nothing', ''],
  ])('leaves %s to the parser', (_, text) => {
    expect(scanKeys(text, [['tests', 'a']]).size).toBe(0)
  })

  it('does not take the text of a block scalar for keys', () => {
    const text = 'tests:\n  b:\n    text: |\n      tests:\n        a: x\n  c: 1\n'
    expect([...scanKeys(text, [['tests', 'a'], ['tests', 'c']])]).toEqual([['tests\0c', { line: 6, column: 3 }]])
  })
})
