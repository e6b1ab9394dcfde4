import { YamlWriter } from '../yaml-text.ts'
import type { BuiltSpec } from './build-spec.ts'
import type { BuiltTest } from './group-suites.ts'

const style = {
  tall: new Set(['checks', 'conditions', 'before', 'values', 'environment', 'globals', 'services', 'variables', 'env']),
  width: 104,
}

/** The spec as the YAML that a person would have written: sections apart, short maps on one line, comments where they belong. */
export function printSpec({ head, suites }: BuiltSpec, { source }: { source: string }): string {
  const writer = new YamlWriter(style)
  writer.comment('yaml-language-server: $schema=./node_modules/apitest/schema/apitest.schema.json')
  writer.comment(`Imported from ${source.replaceAll(/\s+/g, ' ')}; postman-import.md tells what became of its scripts.`)
  writer.blank()
  for (const [key, value] of Object.entries(head)) {
    if (key !== 'version' && key !== 'name') writer.blank()
    if (key === 'session' && Object.keys(value as object).length === 0)
      writer.comment('tests run in this order and share their cookies, as in Postman')
    writer.pair(key, value)
  }
  for (const suite of suites) {
    if (suite.name !== undefined) continue
    writer.blank()
    writer.lines.push('tests:')
    printTests(writer, suite.tests, '  ')
  }
  const named = suites.filter(({ name }) => name !== undefined)
  if (named.length > 0) {
    writer.blank()
    writer.lines.push('suites:')
  }
  for (const [index, suite] of named.entries()) {
    if (index > 0) writer.blank()
    writer.pair(suite.name ?? '', {}, { indent: '  ' })
    openMap(writer)
    if (suite.description !== undefined) writer.pair('description', suite.description, { indent: '    ' })
    writer.lines.push('    tests:')
    printTests(writer, suite.tests, '      ')
  }
  return `${writer.lines.join('\n')}\n`
}

/** Takes back the `{}` behind a key: its entries follow. */
function openMap({ lines }: YamlWriter): void {
  lines.push((lines.pop() ?? '').replace(/ \{\}$/, ''))
}

function printTests(writer: YamlWriter, tests: readonly BuiltTest[], indent: string): void {
  for (const [index, { item, name, value, comments }] of tests.entries()) {
    if (index > 0) writer.blank()
    for (const comment of comments) writer.comment(comment.replaceAll(/\s+/g, ' ').slice(0, 160), indent)
    writer.pair(name, { ...(item.description !== undefined && { description: item.description }), ...value }, { indent, flow: false })
  }
}
