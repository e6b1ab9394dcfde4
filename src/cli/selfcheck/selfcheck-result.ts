import { pathToFileURL } from 'node:url'
import { parsePlace } from '../../places/place.ts'
import type { SpecPlace } from '../../places/read-spec-place.ts'
import { findPlace } from '../../runtime/report/find-place.ts'
import type { Judged } from './judge-run.ts'

/** What `apitest selfcheck --format json` prints. */
export interface SelfcheckResult {
  readonly version: 1
  readonly name: string
  /** When the answers were recorded. */
  readonly recordedAt: string
  readonly status: 'passed' | 'failed'
  readonly kinds: Readonly<Record<string, Counts>>
  readonly alwaysHold: readonly (Found & { readonly tried: readonly string[] })[]
  readonly notJudged: readonly (Found & { readonly reason: string })[]
  /** Tests without a recorded answer. */
  readonly testsWithoutAnswers: readonly string[]
}

export interface Counts {
  readonly expectations: number
  readonly canFail: number
  readonly alwaysHold: number
  readonly notJudged: number
}

export interface Found {
  readonly kind: string
  /** In words. */
  readonly text: string
  readonly place: Pick<SpecPlace, 'file' | 'line' | 'column'> | undefined
  /** Lines of the YAML, ready to print. */
  readonly frame: string | undefined
  readonly tests: readonly string[]
}

interface Source {
  readonly name: string
  readonly recordedAt: string
  readonly folder: string
  readonly specs: readonly string[]
  readonly testsWithoutAnswers: readonly string[]
}

/** Counts what was judged and looks its lines up. Where nothing was judged, nothing has been shown: that is no success. */
export async function selfcheckResult(judged: readonly Judged[], source: Source): Promise<SelfcheckResult> {
  const { name, recordedAt, testsWithoutAnswers } = source
  const found = await Promise.all(judged.map(async (part) => ({ verdict: part.verdict, ...(await locate(part, source)) })))
  found.sort((a, b) => compareText(a.place?.file, b.place?.file) || (a.place?.line ?? 0) - (b.place?.line ?? 0))
  const alwaysHold = found.flatMap(({ verdict, ...rest }) => (verdict.state === 'always holds' ? [{ ...rest, tried: verdict.tried }] : []))
  const notJudged = found.flatMap(({ verdict, ...rest }) => (verdict.state === 'not judged' ? [{ ...rest, reason: verdict.reason }] : []))
  const passed = alwaysHold.length === 0 && notJudged.length < judged.length
  return {
    version: 1,
    name,
    recordedAt,
    status: passed ? 'passed' : 'failed',
    kinds: countKinds(judged),
    alwaysHold,
    notJudged,
    testsWithoutAnswers,
  }
}

async function locate({ kind, place, tests, verdict }: Judged, { folder, specs }: Source): Promise<Found> {
  const found = await findPlace({ folder: pathToFileURL(`${folder}/`), specs }, parsePlace(place))
  return {
    kind,
    text: verdict.text,
    place: found && { file: found.file, line: found.line, column: found.column },
    frame: found?.frame,
    tests,
  }
}

function countKinds(judged: readonly Judged[]): Record<string, Counts> {
  const kinds = [...new Set(judged.map(({ kind }) => kind))].sort()
  return Object.fromEntries(
    kinds.map((kind) => {
      const states = judged.filter((part) => part.kind === kind).map(({ verdict }) => verdict.state)
      const of = (state: string) => states.filter((candidate) => candidate === state).length
      return [kind, { expectations: states.length, canFail: of('can fail'), alwaysHold: of('always holds'), notJudged: of('not judged') }]
    }),
  )
}

function compareText(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0
}
