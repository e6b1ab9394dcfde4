import { isCollection, isScalar, visit } from 'yaml'
import type { Node, YAMLParseError } from 'yaml'
import { rangeOf } from '../../places/locate.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { Problem } from '../diagnostics/problem.ts'
import { problems } from '../diagnostics/problems.ts'
import { code } from '../diagnostics/wording.ts'

const INSIDE_TEXT: ReadonlySet<string> = new Set(['BAD_SCALAR_START', 'BAD_DQ_ESCAPE'])

/** The syntax errors of a YAML file in our words; errors that only follow from an earlier one are left out. */
export function syntaxProblems(yaml: YamlFile): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  let lastLine = -1
  for (const error of causes(yaml.errors)) {
    const { problem, start, end } = explain(yaml, error)
    const range = rangeOf(yaml, start, Math.max(start, Math.min(end, endOfLine(yaml.text, start))))
    // What is wrong inside one text stays there; a wrong structure often troubles the next line too.
    if (range.start.line <= lastLine + (INSIDE_TEXT.has(error.code) ? 0 : 1)) continue
    lastLine = range.start.line
    diagnostics.push({ ...problem, range })
  }
  return diagnostics
}

/** One missing quote or bracket makes nonsense of the rest of the file, and so does a token in a place where the tree has ended. */
function causes(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const tooDeep = errors.find(({ code: kind }) => kind === 'RESOURCE_EXHAUSTION')
  if (tooDeep !== undefined) return [tooDeep]
  const unclosed = errors.find(({ code: kind }) => kind === 'MISSING_CHAR')
  if (unclosed !== undefined && /quote|end with/.test(unclosed.message)) return [unclosed]
  const outside = errors.findIndex(({ message }) => message.includes('in YAML stream'))
  return outside > 0 ? errors.slice(0, outside) : errors.slice(0, outside < 0 ? undefined : 1)
}

interface Explained {
  readonly problem: Problem
  readonly start: number
  readonly end: number
}

function explain(yaml: YamlFile, { code: kind, pos, message }: YAMLParseError): Explained {
  const { text } = yaml
  const [start, end] = [Math.min(pos[0], text.length), Math.min(pos[1], text.length)]
  const at = (problem: Problem, from = start, to = end): Explained => ({ problem, start: from, end: to })
  const syntax = problems.yamlSyntax
  const line = text.slice(start, endOfLine(text, start))
  switch (kind) {
    case 'TAB_AS_INDENT':
      return at(problems.tabIndentation())
    case 'MULTIPLE_DOCS':
      return at(problems.severalDocuments(), start, start + 3)
    case 'RESOURCE_EXHAUSTION':
      return at(syntax('Lists and maps are nested too deeply here', 'Keep deep data in a fixture file'))
    case 'BAD_SCALAR_START':
      return at(syntax(`Text cannot begin with ${code(text[start]!)} here`, 'Put it in quotes'))
    case 'BAD_DQ_ESCAPE':
      return at(
        syntax(
          `${code(text.slice(start, start + 2))} is no escape that YAML knows`,
          'Double the backslash, or use single quotes, in which it stands for itself',
        ),
        start,
        start + 2,
      )
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (/^[^'"#]*:(\s|$)/.test(line))
        return at(
          syntax('A second `: ` on one line', 'Put the value in quotes, or begin a new line for the inner key'),
          start,
          endOfLine(text, start),
        )
      if (line.startsWith('-')) return at(otherIndent(), start, endOfLine(text, start))
      return at(
        syntax(
          'The lines below this value are indented as if they belonged to it',
          'Indent them like the key of this line, or give the key no value of its own',
        ),
        start,
        endOfLine(text, start),
      )
    case 'MULTILINE_IMPLICIT_KEY':
    case 'KEY_OVER_1024_CHARS':
      return at(lineWithoutColon(line), start, endOfLine(text, start))
    case 'BAD_INDENT':
      if (message.startsWith('Flow')) return unclosedBracket(yaml, start)
      return at(otherIndent(), start + line.length - line.trimStart().length, endOfLine(text, start))
    case 'MISSING_CHAR':
      if (message.includes('quote')) return unclosedQuote(yaml)
      if (message.includes('end with')) return unclosedBracket(yaml, start)
      return at(lineWithoutColon(line), start, endOfLine(text, start))
    case 'UNEXPECTED_TOKEN':
      return at(unexpected(text, start, end), start, end)
    default:
      return at(syntax(`This is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`))
  }
}

function otherIndent(): Problem {
  return problems.yamlSyntax(
    'This line is indented differently from the lines that it belongs to',
    'Begin the keys of one map, and the `-` of one list, in the same column',
  )
}

function lineWithoutColon(line: string): Problem {
  if (/\w:\S/.test(line))
    return problems.yamlSyntax('The `:` behind a key needs a space', `Write ${code(line.trim().replace(/:(?=\S)/, ': '))}`)
  return problems.yamlSyntax(
    'A key and a `:` belong here, and this line has no `:`',
    'Write `key: value`, or indent the line deeper when it continues the text above',
  )
}

function unexpected(text: string, start: number, end: number): Problem {
  const token = text.slice(start, Math.min(end, endOfLine(text, start)))
  if (text.slice(start - 1, start + 1) === '${') return problems.yamlSyntax('`${…}` needs quotes inside `{ }` and `[ ]`', 'Write `"${…}"`')
  if (/['"]\s*$/.test(text.slice(0, start))) {
    return problems.yamlSyntax(
      `The text in quotes has ended, and ${code(token)} follows`,
      'Quote the whole value; inside \'…\' a quote is written twice, inside "…" as `\\"`',
    )
  }
  if (token === '-')
    return problems.yamlSyntax('A list cannot begin on the line of its key', 'Begin a new line for the `-`, or write `[ ]`')
  return problems.yamlSyntax(`${code(token)} has no place here`, 'Check the brackets, quotes and indentation before it')
}

function unclosedQuote(yaml: YamlFile): Explained {
  let start = 0
  visitNodes(yaml, (node) => {
    if (!isScalar(node) || !node.range || !node.type?.startsWith('QUOTE')) return
    const [from, to] = node.range
    if (to - from < 2 || yaml.text[to - 1] !== yaml.text[from]) start = from
  })
  const quote = yaml.text[start] ?? '"'
  return {
    problem: problems.yamlSyntax(`The text that begins here has no closing ${code(quote)}`, `Add the ${code(quote)}`),
    start,
    end: endOfLine(yaml.text, start),
  }
}

function unclosedBracket(yaml: YamlFile, before: number): Explained {
  let start = before
  visitNodes(yaml, (node) => {
    const flow = isCollection(node) && node.flow === true && node.range
    if (flow && flow[0] <= before && !'}]'.includes(yaml.text[flow[1] - 1] ?? ' ')) start = flow[0]
  })
  const bracket = yaml.text[start] === '{' ? '{' : '['
  const closing = bracket === '{' ? '}' : ']'
  return {
    problem: problems.yamlSyntax(
      `This ${code(bracket)} has no closing ${code(closing)}`,
      `Add the ${code(closing)}; lines inside brackets are indented deeper than the key`,
    ),
    start,
    end: start + 1,
  }
}

function visitNodes(yaml: YamlFile, each: (node: Node) => void) {
  if (yaml.contents !== null) visit(yaml.contents, { Node: (_, node) => each(node as Node) })
}

function endOfLine(text: string, from: number): number {
  const end = text.slice(from).search(/\r?\n|$/)
  return from + end
}
