import { formatDuration, formatSize } from '../../assertions/values/units.ts'
import { groupBy } from '../group-by.ts'
import type { Exchange, Failure, SourcePlace } from '../run-result.ts'
import { excerptBody } from './body-excerpt.ts'
import type { Paint } from './paint.ts'
import { createPaint } from './paint.ts'
import { printable } from './printable.ts'

export interface RenderFailureOptions {
  /** @default false */
  readonly colour?: boolean
  /** Columns of the terminal. @default 100 */
  readonly width?: number
  /** For one failed check; several get three more lines each. @default 25 */
  readonly maxLines?: number
}

/**
 * What went wrong with one request, ready to print: the places in the YAML first, each with what was expected and what came, then the
 * request, its answer, what the service logged meanwhile, and a command that repeats it.
 *
 * ```
 * apitest.yaml:14:15 status: expected 200, got 500
 *    14 |       status: 200
 *       |               ^^^
 *
 * GET http://127.0.0.1:4000/items → 500 in 12ms, 16B application/json
 *   {"error":"boom"}
 *   web | TypeError: boom
 *   curl http://127.0.0.1:4000/items
 * ```
 */
export function renderFailure(failures: readonly Failure[], exchange: Exchange | undefined, options: RenderFailureOptions = {}): string {
  const paint = createPaint(options.colour ?? false)
  const width = Math.max(40, options.width ?? 100)
  const logged = failures.find((failure) => failure.log !== undefined && failure.log.length > 0)
  const sections: Sections = {
    heads: failures.map((failure, index) => renderHead(failure, { paint, frames: failures.length <= 4 || index < 3 })),
    diffs: failures.map((failure) => (failure.diff ?? []).map((line) => `  ${paintDifference(printable(line), paint)}`)),
    hints: failures.map((failure) =>
      failure.hint === undefined ? [] : [`  ${paint('cyan', 'hint:')} ${printable(failure.hint).replaceAll('\n', '\n  ')}`],
    ),
    request: exchange === undefined ? [] : renderRequest(exchange, failures, paint),
    body:
      exchange?.response?.body === undefined
        ? []
        : excerptBody(exchange.response.body, { lines: 8, width: width - 2 }).map((line) => `  ${line}`),
    log: renderLog(logged, exchange?.service ?? failures.find(({ service }) => service !== undefined)?.service, { paint, width }),
    curl: exchange === undefined ? [] : [`  ${paint('dim', shorten(printable(exchange.curl), 1500))}`],
  }
  shrink(sections, (options.maxLines ?? 25) + 3 * (failures.length - 1))
  return assemble(sections).join('\n')
}

/** Everything that went wrong in one test: one block for each request that something failed with. */
export function renderFailures(failures: readonly Failure[], exchanges: readonly Exchange[], options?: RenderFailureOptions): string {
  const blocks = groupBy(failures, ({ exchange }) => exchange)
  return [...blocks].map(([index, group]) => renderFailure(group, index === undefined ? undefined : exchanges[index], options)).join('\n\n')
}

interface Sections {
  readonly heads: string[][]
  readonly diffs: string[][]
  readonly hints: string[][]
  readonly request: string[]
  body: string[]
  readonly log: LogSection
  readonly curl: string[]
}

function renderHead({ kind, message, place, frame }: Failure, { paint, frames }: { paint: Paint; frames: boolean }): string[] {
  const where = place === undefined ? '' : `${paint('bold', formatSourcePlace(place))} `
  const label = kind === 'cleanup' && !/^cleanup/i.test(message) ? 'cleanup: ' : ''
  const [first = '', ...rest] = printable(message).split('\n')
  const head = [`${where}${paint('red', `${label}${first}`)}`, ...rest.map((line) => `  ${line}`)]
  return frames && frame !== undefined ? [...head, ...printableFrame(frame).map((line) => paintFrame(line, paint))] : head
}

/** `apitest.yaml:14:15`, which terminals and editors turn into a link. */
export function formatSourcePlace({ file, line, column }: SourcePlace): string {
  return `${file}:${line}:${column}`
}

function printableFrame(frame: string): string[] {
  return printable(frame).split('\n')
}

function paintFrame(line: string, paint: Paint): string {
  const [, gutter, rest = ''] = /^(\s*\d* \|)(.*)$/s.exec(line) ?? []
  if (gutter === undefined) return paint('dim', line)
  return `${paint('dim', gutter)}${/^[\s^…]*$/.test(rest) && rest.includes('^') ? paint('red', rest) : rest}`
}

function paintDifference(line: string, paint: Paint): string {
  if (line.startsWith('- ')) return paint('red', line)
  if (line.startsWith('+ ')) return paint('green', line)
  if (line.startsWith('  ') || line.startsWith('… ')) return paint('dim', line)
  return line
}

function renderRequest(
  { name, request, response, error, durationMs, attempts }: Exchange,
  failures: readonly Failure[],
  paint: Paint,
): string[] {
  const line = `${paint('bold', request.method)} ${printable(request.url)}`
  const label = name === undefined ? '' : paint('dim', ` (${printable(name)})`)
  const tries = attempts > 1 ? `, ${attempts} attempts` : ''
  if (response === undefined) {
    const told = error === undefined || failures.some(({ message }) => message.includes(error))
    return [`${line}${label} ${paint('red', `→ ${told ? 'no answer' : printable(error)}`)} after ${formatDuration(durationMs)}${tries}`]
  }
  const status = paint(response.status >= 400 ? 'red' : response.status >= 300 ? 'yellow' : 'green', String(response.status))
  return [`${line}${label} → ${status} in ${formatDuration(durationMs)}${describeBody(response.body)}${tries}`]
}

function describeBody(body: { readonly bytes: number; readonly contentType: string | undefined } | undefined): string {
  if (body === undefined || body.bytes === 0) return ', no body'
  const type = body.contentType?.split(';')[0]?.trim()
  return `, ${formatSize(body.bytes)}${type ? ` ${printable(type)}` : ''}`
}

/** The last lines, and what says how many came before them. */
interface LogSection {
  readonly lines: string[]
  readonly all: number
  headOf(before: number): string
}

function renderLog(
  logged: Failure | undefined,
  service: string | undefined,
  { paint, width }: { paint: Paint; width: number },
): LogSection {
  const label = `  ${printable(service ?? 'log')} | `
  const lines = (logged?.log ?? []).flatMap((line) => printable(line).split('\n')).filter((line) => line.trim() !== '')
  const { count, atLeast } = logged?.logBefore ?? { count: 0, atLeast: false }
  return {
    lines: lines.slice(-6).map((line) => paint('dim', `${label}${shorten(line, Math.max(20, width - label.length))}`)),
    all: lines.length + count,
    headOf: (before) =>
      paint('dim', `${label}… ${atLeast ? 'more than ' : ''}${before} ${before === 1 && !atLeast ? 'line' : 'lines'} before`),
  }
}

function assembleLog({ lines, all, headOf }: LogSection): string[] {
  return all > lines.length ? [headOf(all - lines.length), ...lines] : lines
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

/** Takes lines from whatever has most to spare until the block fits; places, messages, hints and the command stay whole. */
function shrink(sections: Sections, limit: number): void {
  for (let lines = assemble(sections).length; lines > limit;) {
    const diff = sections.diffs.reduce((longest, candidate) => (candidate.length > longest.length ? candidate : longest), [])
    const candidates = [
      { lines: sections.body, least: 2 },
      { lines: sections.log.lines, least: 1 },
      { lines: diff, least: 3 },
    ].filter((candidate) => candidate.lines.length > candidate.least)
    const longest = candidates.sort((a, b) => b.lines.length - a.lines.length)[0]
    if (longest === undefined) return
    if (longest.lines === sections.log.lines) longest.lines.shift()
    else dropLast(longest.lines)
    const now = assemble(sections).length
    if (now >= lines) return
    lines = now
  }
}

/** A body's last line says how long it is and stays. */
function dropLast(lines: string[]): void {
  if (lines.at(-1)?.endsWith('bytes in all') === true) lines.splice(-2, 1)
  else lines.splice(-2, 2, '  …')
}

function assemble({ heads, diffs, hints, request, body, log, curl }: Sections): string[] {
  const checks = heads.flatMap((head, index) => [...head, ...(diffs[index] ?? []), ...(hints[index] ?? [])])
  const exchange = [...request, ...body, ...assembleLog(log), ...curl]
  const lines = exchange.length === 0 ? checks : [...checks, '', ...exchange]
  return lines.flatMap((line) => line.split('\n'))
}
