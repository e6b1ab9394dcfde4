import type { SpecSymbol } from './spec-symbols.ts'

const LINES = 20

const words: Readonly<Record<SpecSymbol['kind'], string>> = {
  env: 'environment variable',
  variables: 'variable',
  services: 'service',
  stubs: 'stub',
  fixtures: 'fixture',
  requests: 'request',
  flows: 'flow',
  captures: 'captured here',
  params: 'parameter',
  session: 'value of the session',
}

/** What a name stands for, as markdown: its kind, its definition as written, and where that is. */
export function explain({ kind, name, range, whole = range }: SpecSymbol, sources: ReadonlyMap<string, string>): string {
  const { file, start, end } = whole
  const lines = linesOf(sources.get(file) ?? '').slice(start.line - 1, end.line)
  const indent = start.column - 1
  const shown = lines.slice(0, LINES).map((line, index) => (index === 0 ? line.slice(indent) : line.slice(Math.min(indent, leading(line)))))
  if (lines.length === 1) shown[0] = lines[0]!.slice(indent, end.column - 1)
  const rest = lines.length > LINES ? [`# … ${lines.length - LINES} more lines`] : []
  return [`**${name}** — ${words[kind]}`, '', '```yaml', ...shown, ...rest, '```', '', `${file}:${start.line}`].join('\n')
}

let split = { text: '', lines: [''] }

/** Of one completion with a thousand names most lie in the same file. */
function linesOf(text: string): readonly string[] {
  if (split.text !== text) split = { text, lines: text.split(/\r?\n/) }
  return split.lines
}

function leading(line: string): number {
  return line.length - line.trimStart().length
}
