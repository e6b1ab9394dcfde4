import { describe, expect, it } from 'vitest'
import { parseTemplate } from './parse-template.ts'
import type { TemplateArgument, TemplateExpression } from './template.ts'

/** Writes a template back in one canonical spelling, so that a test is one line. */
const show = (part: string | TemplateExpression): string => (typeof part === 'string' ? JSON.stringify(part) : showExpression(part))
const showExpression = (node: TemplateArgument): string => {
  if (node.kind === 'literal') return JSON.stringify(node.value)
  if (node.kind === 'call') return `${node.name.value}(${node.arguments.map((argument) => showExpression(argument)).join(', ')})`
  return node.segments.map((segment, index) => (index === 0 ? segment.value : `[${JSON.stringify(segment.value)}]`)).join('')
}
const read = (source: string) => parseTemplate(source).parts.map((part) => show(part))

/** `▸` and `◂` enclose what the mistake must point at. */
const mistakes = (marked: string) => {
  const source = marked.replaceAll(/[▸◂]/g, '')
  const found = parseTemplate(source).mistakes
  return { marked, shown: found.map((mistake) => `${mark(source, mistake.start, mistake.end)}: ${mistake.message}`) }
}
const mark = (source: string, start: number, end: number) => `${source.slice(0, start)}▸${source.slice(start, end)}◂${source.slice(end)}`

describe('a template', () => {
  it.each([
    ['', []],
    ['plain', ['"plain"']],
    ['5 $ and $x and {y}', ['"5 $ and $x and {y}"']],
    ['${env.API_KEY}', ['env["API_KEY"]']],
    ['${ env.API_KEY }', ['env["API_KEY"]']],
    ['hello ${env.NAME}!', ['"hello "', 'env["NAME"]', '"!"']],
    ['${env.A}${env.B}', ['env["A"]', 'env["B"]']],
    ['${fixtures.rows[0].sku}', ['fixtures["rows"][0]["sku"]']],
    ['${fixtures["my key"][ 12 ]}', ['fixtures["my key"][12]']],
    ["${row['it\\'s']}", ['row["it\'s"]']],
    ['${row["}"]}', ['row["}"]']],
    ['${captures.my-id}', ['captures["my-id"]']],
    ['${port}', ['port']],
    ['${uuid()}', ['uuid()']],
    ['${randomInt(1, -10)}', ['randomInt(1, -10)']],
    ['${faker("person.firstName")}', ['faker("person.firstName")']],
    ['${base64(fixtures.image)}', ['base64(fixtures["image"])']],
    ['${urlEncode(json(captures.x))}', ['urlEncode(json(captures["x"]))']],
    ['${json(true)}${json(null)}${json(1.5e3)}', ['json(true)', 'json(null)', 'json(1500)']],
    ['$${env.A}', ['"${env.A}"']],
    ['$$${env.A}', ['"$${env.A}"']],
    ['a $${ b', ['"a ${ b"']],
    ['`${env.A}` */ \u2028 </script>', ['"`"', 'env["A"]', '"` */ \u2028 </script>"']],
    ['${fixtures.__proto__.constructor}', ['fixtures["__proto__"]["constructor"]']],
    ['costs 5€ 👍 ${env.A}', ['"costs 5€ 👍 "', 'env["A"]']],
  ])('%j is read as %j', (source, parts) => {
    expect(parseTemplate(source).mistakes).toEqual([])
    expect(read(source)).toEqual(parts)
  })

  it.each([
    ['a ▸${env.A◂', 'no closing'],
    ['▸${◂', 'no closing'],
    ['▸${}◂', 'names nothing'],
    ['a ▸${  }◂ b', 'names nothing'],
    ['${env ▸A◂}', 'not understood'],
    ['${env.▸}◂', 'Expected a name'],
    ['${▸.◂env}', 'Expected a name'],
    ['${row.qty ▸+◂ 1}', 'not understood'],
    ['${fixtures.rows[▸x◂]}', 'Expected a number'],
    ['${fixtures.rows[0▸}◂', 'Expected `]`'],
    ['${fixtures.rows[▸-◂1]}', 'Expected a number'],
    ['${randomInt(1 ▸2◂)}', 'Expected `,`'],
    ['${randomInt(1▸;◂2)}', 'Expected `,`'],
    ['${randomInt(1,▸)◂}', 'Expected a name'],
    ['${uuid(▸}◂', 'Expected a name'],
    ['${faker(▸"x)}◂', 'no closing `"`'],
    ['${▸é◂}', 'Expected a name'],
    ['${▸👍◂}', 'Expected a name'],
  ])('%s is marked where it goes wrong', (marked, message) => {
    const { shown } = mistakes(marked)
    expect(shown).toHaveLength(1)
    expect(shown[0]).toContain(`${marked}: `)
    expect(shown[0]).toContain(message)
  })

  it('shows every mistake of one string', () => {
    expect(parseTemplate('${} ${env.A} ${.x} ${').mistakes).toHaveLength(3)
  })
})
