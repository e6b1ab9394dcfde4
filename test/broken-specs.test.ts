import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { diagnosticFormats, renderDiagnostics } from '../src/compiler/diagnostics/render/render-diagnostics.ts'
import { checkSpec } from '../src/compiler/pipeline.ts'
import { specFolder } from './support/spec-folder.ts'

const examples = ['quickstart', 'crud-flow', 'validation-cases', 'data-driven']
const pieces = ['{', '}', '[', ']', ':', ': ', '- ', '"', "'", '&a ', '*a ', '!!x ', '|', '>', '\n', '\t', '  ', '${', '#', ',', '?', '<<: ', 'null', '5', 'yes']
pieces.push('\r\n', '\u2028', '🎉', '%', '@', '`', '---\n', '__proto__: ', '[]', '{}', '~', '\0', '$.a[', '$${', '${env.X}', '"\\u12"', '\uFEFF', '*/', '</script>')

/** The same numbers on every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return (state >>> 8) % below
  }
}

function breakText(text: string, random: (below: number) => number): string {
  const at = random(text.length)
  const piece = pieces[random(pieces.length)]!
  const lines = text.split('\n')
  const line = random(lines.length)
  const kinds = [
    () => text.slice(0, at) + piece + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1 + random(6)),
    () => [...lines.slice(0, line), lines[line], ...lines.slice(line)].join('\n'),
    () => lines.toSpliced(line, 1).join('\n'),
    () => lines.with(line, lines[line]!.replace(/: .*/, `: ${piece}`)).join('\n'),
  ]
  return kinds[random(kinds.length)]!()
}

it('whatever is broken in a spec, it is told in words, inside the file, and nothing crashes', async () => {
  const texts = await Promise.all(examples.map((name) => readFile(new URL(`../specs/${name}/apitest.yaml`, import.meta.url), 'utf8')))
  const random = numbers(7)
  for (let round = 0; round < 300; round++) {
    let text = texts[random(texts.length)]!
    for (let count = random(3); count >= 0; count--) text = breakText(text, random)
    await using folder = await specFolder({ 'apitest.yaml': text })
    const { diagnostics, sources, checked } = await checkSpec({ root: folder.path })
    expect(checked !== undefined || diagnostics.some(({ severity }) => severity === 'error'), text).toBe(true)
    for (const format of diagnosticFormats) renderDiagnostics(diagnostics, { sources, format })
    for (const { range } of diagnostics) {
      const lines = sources.get(range?.file ?? '')?.split('\n')
      if (range === undefined || lines === undefined) continue
      expect(range.start.line, text).toBeLessThanOrEqual(lines.length)
      expect(range.start.column, text).toBeLessThanOrEqual(lines[range.start.line - 1]!.length + 2)
      expect(range.end.line, text).toBeGreaterThanOrEqual(range.start.line)
    }
  }
})
