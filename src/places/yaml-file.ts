import { Document, LineCounter, parseDocument } from 'yaml'
import type { ParsedNode } from 'yaml'

/** The text of one YAML file with its syntax tree; all offsets count UTF-16 units of `text`. */
export interface YamlFile {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  /** Without byte order mark, as editors count columns. */
  readonly text: string
  readonly contents: ParsedNode | null
  readonly lines: LineCounter
  readonly errors: Document.Parsed['errors']
  readonly warnings: Document.Parsed['warnings']
}

/** Reads YAML 1.2 (core schema). Duplicate keys, aliases and merge keys are left to the reader, which knows their places. */
export function parseYaml(file: string, text: string): YamlFile {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = new LineCounter()
  const { contents, errors, warnings } = parseDocument(withoutMark, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
    logLevel: 'error',
    lineCounter: lines,
  })
  return { file, text: withoutMark, contents, lines, errors, warnings }
}
