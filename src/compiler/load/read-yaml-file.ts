import { parseYaml } from '../../places/yaml-file.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import type { Diagnostic, Range } from '../diagnostics/diagnostic.ts'
import type { Problem } from '../diagnostics/problem.ts'
import { problems } from '../diagnostics/problems.ts'
import type { LoadedFile } from './loaded-project.ts'
import type { ProjectDisk } from './project-disk.ts'
import { readTree } from './read-tree.ts'
import { syntaxProblems } from './syntax-problems.ts'

/** Beyond this, parsing takes longer than anybody waits; 10,000 requests fit in. */
const MAX_BYTES = 4 * 1024 * 1024

export interface ReadFile {
  /** Absent when the file has errors. */
  readonly file?: LoadedFile
  readonly text?: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads one YAML file whose top is a map. */
export function readYamlFile(disk: ProjectDisk, path: string): ReadFile {
  const content = readText(disk, path)
  if (typeof content !== 'string') return { diagnostics: [{ ...content, range: lineRange(path, 1, 1) }] }
  const yaml = parseYaml(path, content)
  const { text } = yaml
  const syntax = syntaxProblems(yaml)
  if (syntax.length > 0) return { text, diagnostics: syntax }
  const { data, diagnostics } = readTree(yaml)
  if (diagnostics.length > 0) return { text, diagnostics }
  const top = topProblem(data)
  if (top !== undefined) return { text, diagnostics: [{ ...top, range: firstLine(yaml) }] }
  return { text, file: { file: path, yaml, data: data as Record<string, unknown> }, diagnostics }
}

function readText(disk: ProjectDisk, path: string): string | Problem {
  const entry = disk.look(path)
  if (entry.kind === 'missing') return problems.specNotFound(path)
  if (entry.kind === 'folder') return problems.unreadableFile(path, 'it is a folder')
  if (entry.bytes > MAX_BYTES) return problems.fileTooBig(path, entry.bytes, MAX_BYTES)
  try {
    const content = entry.read()
    if (content.includes(0)) return problems.binaryFile(path)
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch (error) {
    return error instanceof TypeError ? problems.binaryFile(path) : problems.unreadableFile(path, readError(error))
  }
}

function readError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  return code === 'EACCES' ? 'the permission is missing' : code
}

function topProblem(data: unknown): Problem | undefined {
  if (data === null) return problems.emptySpec()
  if (Array.isArray(data)) return problems.notAMap('a list')
  return typeof data === 'object'
    ? undefined
    : problems.notAMap(`the ${typeof data === 'string' ? 'text' : typeof data} \`${String(data).slice(0, 40)}\``)
}

/** The first line that is neither empty nor a comment. */
function firstLine({ file, text }: YamlFile): Range {
  const lines = text.split('\n')
  const index = Math.max(
    0,
    lines.findIndex((line) => /^\s*[^\s#]/.test(line)),
  )
  return lineRange(file, index + 1, Math.max(2, lines[index]!.trimEnd().length + 1))
}

function lineRange(file: string, line: number, endColumn: number): Range {
  return { file, start: { line, column: 1 }, end: { line, column: endColumn } }
}
