import { LineCounter, parse, YAMLParseError } from 'yaml'
import { ApiDocument, apiYaml, jsonOf } from '../../openapi/api-document.ts'
import { readOperations } from '../../openapi/api-operations.ts'
import { findProblems } from '../../openapi/find-problems.ts'
import { OperationIndex } from '../../openapi/match-operation.ts'
import { locate } from '../../places/locate.ts'
import type { Range } from '../../places/range.ts'
import { parseYaml } from '../../places/yaml-file.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import { problems } from '../diagnostics/problems.ts'
import { checkFile } from './check-file.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'
import type { OpenapiFacts } from './openapi-facts.ts'

/** More would bury the first, which often causes the others. */
const mostShown = 10

/** Reads the OpenAPI document of a spec and reports what is wrong with it. Import lazily. */
export function readOpenapi(cursor: Cursor, { tools, expected }: { tools: CheckTools; expected: boolean }): OpenapiFacts | undefined {
  const entry = checkFile(cursor, tools)
  if (entry === undefined) return undefined
  const texts = new Map<string, string>()
  const report = (reason: string, { hint, range }: { hint?: string | undefined; range?: Range | undefined }) =>
    tools.report(
      problems.badOpenapi(cursor.text ?? '', reason, hint),
      { cursor },
      range === undefined ? [] : [{ message: 'Here', spot: range }],
    )
  const read = (file: string): unknown => {
    const found = tools.disk.look(file)
    if (found.kind !== 'file') throw new Error(`there is no file \`${file}\``)
    if (found.outside) throw new Error(`\`${file}\` lies outside of the project's folder`)
    const text = found.text()
    texts.set(file, text)
    const json = jsonOf(text)
    if (json !== undefined) return json
    const yaml = parseYaml(file, text)
    const [mistake] = yaml.errors
    if (mistake !== undefined) throw new Unreadable(`${mistake.message.split('\n')[0]}`, rangeAt(yaml, mistake.pos[0]))
    try {
      return parse(text, apiYaml) as unknown
    } catch (error) {
      if (!(error instanceof YAMLParseError)) throw error
      throw new Unreadable(`${error.message.split('\n')[0]}`, rangeAt(yaml, error.pos[0]))
    }
  }
  try {
    const document = new ApiDocument({ file: entry.path, read })
    const found = findProblems(document)
    const files = new Map<string, YamlFile>()
    for (const { message, file, path, hint } of found.slice(0, mostShown)) {
      const text = texts.get(file)
      const yaml = text === undefined ? undefined : (files.get(file) ?? parseYaml(file, text))
      if (yaml !== undefined) files.set(file, yaml)
      report(message, { hint, range: yaml && locate(yaml, path.map(partOf(yaml))) })
    }
    return found.length > 0 ? undefined : { file: entry.path, index: new OperationIndex(readOperations(document)), expected }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    report(error.message, { range: error.range })
    return undefined
  }
}

class Unreadable extends Error {
  readonly range: Range

  constructor(message: string, range: Range) {
    super(message)
    this.range = range
  }
}

/** Places in lists are numbers to YAML; in a document's keys a number is a text. */
function partOf(yaml: YamlFile): (part: string, index: number, path: readonly string[]) => string | number {
  const data = yaml.contents?.toJSON() as unknown
  return (part, index, path) => {
    let parent = data
    for (const key of path.slice(0, index))
      parent = typeof parent === 'object' && parent !== null ? (parent as Readonly<Record<string, unknown>>)[key] : undefined
    return Array.isArray(parent) ? Number(part) : part
  }
}

function rangeAt({ file, text }: YamlFile, offset: number): Range {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  const { line, col } = lines.linePos(Math.min(offset, text.length))
  return { file, start: { line, column: col }, end: { line, column: col + 1 } }
}
