import { inspectOutput, refusals } from './inspect-output.ts'
import type { FileState, OutputRequest } from './inspect-output.ts'
import { shownPath } from './shown-path.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'

export interface WritePlan {
  readonly files: readonly { readonly path: string; readonly state: FileState }[]
  readonly counts: {
    readonly add: number
    readonly change: number
    readonly remove: number
    readonly refuse: number
    readonly keep: number
  }
  /** What compiling would refuse. */
  readonly diagnostics: readonly Diagnostic[]
}

/** What `compile` would do, for `compile --plan`; the value is what `--format json` prints. */
export function planWrite(request: OutputRequest): WritePlan {
  const output = inspectOutput(request)
  const files = [...output.files, output.manifest].map(({ path, state }) => ({ path, state }))
  const count = (sign: string) => files.filter(({ state }) => signs[state] === sign).length
  return {
    files,
    counts: { add: count('+'), change: count('~'), remove: count('-'), refuse: count('!'), keep: count(' ') },
    diagnostics: refusals(output, request, { force: false }),
  }
}

const signs: Readonly<Record<FileState, string>> = {
  new: '+',
  changed: '~',
  unchanged: ' ',
  edited: '!',
  conflict: '!',
  orphan: '-',
  'edited orphan': '!',
  foreign: '!',
  blocked: '!',
}

const reasons: Readonly<Partial<Record<FileState, string>>> = {
  edited: 'edited by hand',
  conflict: 'edited by hand, and generated differently',
  'edited orphan': 'edited by hand, and no longer generated',
  foreign: 'not written by apitest',
  blocked: 'no file can be written there',
}

/** `+ ~ - !` lines and the counts, for people. */
export function renderPlan({ files, counts }: WritePlan, shown: string): string {
  const lines = files
    .filter(({ state }) => state !== 'unchanged')
    .map(({ path, state }) => `${signs[state]} ${shownPath(shown, path)}${reasons[state] === undefined ? '' : ` (${reasons[state]})`}`)
  const { add, change, remove, refuse, keep } = counts
  const parts = [
    `${add} to add`,
    `${change} to change`,
    `${remove} to remove`,
    ...(refuse > 0 ? [`${refuse} in the way`] : []),
    `${keep} unchanged`,
  ]
  return `${[...lines, parts.join(', ')].join('\n')}\n`
}
