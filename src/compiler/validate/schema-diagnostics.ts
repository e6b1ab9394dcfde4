import { isAlias } from 'yaml'
import { find, locate, rangeOf } from '../../places/locate.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { explainSchemaError, type Finding } from './explain-schema-error.ts'
import { oneFindingAMistake } from './one-finding-a-mistake.ts'
import type { SchemaError } from './validator.gen.js'

/** Turns the errors of the schema into diagnostics, one for each mistake, where it stands: behind an alias or merge key, at the anchor. */
export function schemaDiagnostics(
  yaml: YamlFile,
  errors: readonly SchemaError[],
  { data, included }: { data: unknown; included: boolean },
): readonly Diagnostic[] {
  const findings = errors.map((error) => explainSchemaError(error, { data, included }))
  const seen = new Map<string, Diagnostic>()
  for (const finding of oneFindingAMistake(findings)) {
    const diagnostic = toDiagnostic(yaml, finding)
    const { line, column } = diagnostic.range!.start
    // The same text may be reached on several ways: through aliases, and through two parts of the schema.
    const id = `${line}:${column}:${diagnostic.code}`
    if (!seen.has(id)) seen.set(id, diagnostic)
  }
  return [...seen.values()].toSorted((a, b) => a.range!.start.line - b.range!.start.line || a.range!.start.column - b.range!.start.column)
}

function toDiagnostic(yaml: YamlFile, { problem, path, at, related }: Finding): Diagnostic {
  const places =
    related === undefined
      ? valueBehindAlias(yaml, path, at)
      : [{ range: locate(yaml, related.path, { at: related.at }), message: related.message }]
  return { ...problem, range: locate(yaml, path, at === undefined ? {} : { at }), ...(places.length > 0 && { related: places }) }
}

function valueBehindAlias(
  yaml: YamlFile,
  path: Finding['path'],
  at: Finding['at'],
): { range: Diagnostic['range'] & {}; message: string }[] {
  const { written, node } = find(yaml, path)
  if (at === 'key' || !isAlias(written) || !node?.range) return []
  const [start, end] = node.range
  const endOfLine = yaml.text.slice(start, end).search(/\r?\n|$/)
  return [{ range: rangeOf(yaml, start, start + endOfLine), message: 'The value stands here' }]
}
