import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPair, isScalar, LineCounter, parse, parseDocument, stringify, visit } from 'yaml'
import { propertiesOf, schema } from './schema.ts'
import { YamlLanguageServer } from './yaml-language-server.ts'

const everything = readFileSync(new URL('everything.yaml', import.meta.url), 'utf8')

/** Keys with a cursor on them, and a part of what is shown there. */
const explanations: readonly (readonly [what: string, yaml: string, shown: RegExp])[] = [
  ['a section', '▸services: {}', /^#### Services\n\nWhat is under test, and what it needs; the first service is the default one\./],
  ['a kind of service', 'services:\n  web:\n    ▸process: { command: x }', /A program on this machine, in any language, started and stopped by the run\./],
  ['an option with its default and unit', 'requests:\n  a:\n    get: /\n    ▸timeout: 10s', /How long the answer may take, body included\. Default: `30s`\.\n\nExample:\n\n```yaml\n30s\n```/],
  ['a method', 'requests:\n  a:\n    ▸get: /', /Sends GET to this path\./],
  ['a value of a list', 'fixtures:\n  a:\n    request: login\n    scope: ▸test', /`test`: Made anew for each test\./],
  ['a matcher', 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath:\n        $.a:\n          ▸contains: x', /A text has this part, or a list has this item\./],
]

describe('the editor explains', () => {
  let server: YamlLanguageServer
  beforeAll(async () => {
    server = await YamlLanguageServer.start()
  })
  afterAll(() => server.stop())

  it.each(explanations)('%s', async (_, yaml, shown) => {
    expect(unescape((await server.hover(`version: 1\n${yaml}`)) ?? '')).toMatch(shown)
  })

  it('every key of the language', async () => {
    const shown = (await Promise.all(smallFiles(everything).map(hoverAll))).join('\n')
    // What only completion shows: a step is not a flow step before it has a flow.
    const shownNowhere = /Start\/dependencies\/(?:flow|steps)\//
    const unexplained = [...propertiesOf(schema)].filter(({ place, description }) => !shownNowhere.test(place) && !shown.includes(unescape(description ?? 'no description')))
    expect(unexplained.map(({ place }) => place)).toEqual([])
  })

  async function hoverAll(text: string): Promise<string> {
    const uri = server.open(text)
    const hovers = await Promise.all(keyPositions(text).map((position) => server.hoverAt(uri, position)))
    return unescape(hovers.join('\n'))
  }
})

/** One file for each entry of a section: the server looks at the whole file for each answer. */
function smallFiles(text: string): readonly string[] {
  const sections = Object.entries(parse(text) as Record<string, unknown>)
  return sections.flatMap(([section, value]) => {
    const isMap = typeof value === 'object' && value !== null && !Array.isArray(value)
    const entries = isMap ? Object.entries(value).map(([name, entry]) => ({ [name]: entry as unknown })) : [value]
    return entries.map((entry) => stringify({ [section]: entry }))
  })
}

function keyPositions(text: string): readonly { line: number; character: number }[] {
  const lines = new LineCounter()
  const positions: { line: number; character: number }[] = []
  visit(parseDocument(text, { lineCounter: lines }), (_, node) => {
    if (!isPair(node) || !isScalar(node.key)) return
    const { line, col } = lines.linePos(node.key.range![0])
    positions.push({ line: line - 1, character: col - 1 })
  })
  return positions
}

/** The server escapes what markdown would read as its own. */
function unescape(markdown: string): string {
  return markdown.replaceAll(/\\(?=[\\`*_{}[\]()#+\-.!|])/g, '').replaceAll('&nbsp;', ' ')
}
