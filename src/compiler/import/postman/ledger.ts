import type { ImportProblem } from '../import-result.ts'
import type { BuiltSpec } from './build-spec.ts'
import type { LedgerScript } from './convert-scripts.ts'

/** What became of a collection, as data. */
export interface Ledger {
  readonly version: 1
  readonly collection: string
  readonly requests: readonly { readonly item: readonly string[]; readonly suite: string; readonly test: string }[]
  readonly checks: readonly LedgerCheck[]
  readonly scripts: readonly {
    readonly owner: readonly string[]
    readonly listen: string
    readonly state: string
    readonly reason?: string
    readonly file?: string
  }[]
  readonly dropped: readonly { readonly item: readonly string[]; readonly what: string }[]
  readonly notes: readonly { readonly item: readonly string[]; readonly what: string }[]
  readonly unusedVariables: readonly string[]
}

export interface LedgerCheck {
  readonly item: readonly string[]
  readonly level: string
  readonly check: string
  readonly line: number
  readonly state: 'translated' | 'kept' | 'dropped'
  readonly reason?: string
}

export function writeLedger(spec: BuiltSpec, { collection, problems }: { collection: string; problems: readonly ImportProblem[] }): Ledger {
  return {
    version: 1,
    collection,
    requests: spec.suites.flatMap(({ tests }) =>
      tests.map(({ item, suite, name }) => ({ item: [...item.path, item.name], suite, test: name })),
    ),
    checks: spec.scripts.ledger.flatMap(checksOf),
    scripts: spec.scripts.ledger.map(({ owner, listen, state, reason, file }) => ({
      owner,
      listen,
      state,
      ...(reason !== undefined && { reason }),
      ...(file !== undefined && { file }),
    })),
    dropped: problems.filter(({ code }) => code === 'postman-dropped').map(note),
    notes: problems.filter(({ code }) => code !== 'postman-dropped').map(note),
    unusedVariables: spec.unused,
  }
}

function checksOf({ owner, level, state, reason, tests }: LedgerScript): LedgerCheck[] {
  return tests.map(({ name, line }) => ({
    item: owner,
    level,
    check: name ?? '(computed)',
    line,
    state,
    ...(reason !== undefined && { reason }),
  }))
}

/** The same for readers. */
export function renderLedger(ledger: Ledger): string {
  const count = (state: string): number => ledger.checks.filter((check) => check.state === state).length
  const kept = ledger.scripts.filter(({ state }) => state === 'kept')
  const lines = [
    `# What became of ${code(ledger.collection)}`,
    '',
    `${ledger.requests.length} requests. ${ledger.checks.length} checks: ${count('translated')} translated, ${count('kept')} kept as scripts, ${count('dropped')} dropped. ${ledger.scripts.length} scripts: ${ledger.scripts.length - kept.length} translated, ${kept.length} kept.`,
    '',
    ...block(
      'Left out',
      ledger.dropped.map(({ item, what }) => `${code(item.join(' / '))}: ${escape(what)}`),
    ),
    ...block(
      'Kept scripts',
      kept.map(
        ({ owner, listen, reason, file }) =>
          `[${file}](${file}) (${listen === 'test' ? 'test' : 'pre-request'} script of ${code(owner.join(' / ') || 'the collection')}): ${escape(reason ?? '')}`,
      ),
    ),
    ...block(
      'Notes',
      ledger.notes.map(({ item, what }) => `${item.length === 0 ? '' : `${code(item.join(' / '))}: `}${escape(what)}`),
    ),
    ...(ledger.unusedVariables.length > 0 ? ['## Variables that nothing reads', '', ledger.unusedVariables.map(code).join(', '), ''] : []),
    '## Checks',
    '',
    '| Script of | Check | Line | State | Reason |',
    '| --- | --- | ---: | --- | --- |',
    ...ledger.checks.map(
      ({ item, check, line, state, reason = '' }) =>
        `| ${cell(item.join(' / ') || 'the collection')} | ${cell(check)} | ${line} | ${state} | ${cell(reason)} |`,
    ),
  ]
  return `${lines.join('\n')}\n`
}

function block(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`## ${title}`, '', ...lines.map((line) => `- ${line}`), '']
}

function cell(value: string): string {
  return escape(value).replaceAll('|', '\\|')
}

function escape(value: string): string {
  return value.replaceAll(/\s+/g, ' ').replaceAll('<', '&lt;')
}

function code(value: string): string {
  return `\`${value.replaceAll(/\s+/g, ' ').replaceAll('`', "'")}\``
}

const note = ({ where, message }: ImportProblem): { item: readonly string[]; what: string } => ({
  item: where,
  what: message.replace(/^Left out: /, ''),
})
