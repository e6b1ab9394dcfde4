import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import type { Failure, RunResult } from '../../runtime/report/run-result.ts'
import { UsageError } from '../usage-error.ts'

/** `80%` or `80` as a share. */
export function readShare(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, number] = /^(\d+(?:\.\d+)?)%?$/.exec(text) ?? []
  if (number === undefined || Number(number) > 100)
    throw new UsageError(`\`--openapi-fail-under\` takes a percentage such as 80%, and \`${text}\` was given`)
  return Number(number) / 100
}

export interface AddCoverage {
  readonly index: ProjectIndex
  /** Of apitest.yaml, absolute. */
  readonly folder: string
  readonly failUnder: number | undefined
}

/** Adds what the run covered of the OpenAPI document, and a failure where that is less than was asked for. */
export async function addCoverage(result: RunResult, { index, folder, failUnder }: AddCoverage): Promise<RunResult> {
  if (index.openapi === undefined) return result
  const { coverageOf, describeCoverage } = await import('../../runtime/openapi/coverage.ts')
  const openapi = coverageOf(result, { folder, file: index.openapi })
  if (failUnder === undefined || openapi.share >= failUnder || result.status === 'interrupted') return { ...result, openapi }
  const missed = openapi.operations.filter(({ calls }) => calls === 0).map(({ name }) => name)
  const failure: Failure = {
    kind: 'openapi',
    message: `the tests call ${describeCoverage(openapi)} of ${index.openapi}, and ${Number((failUnder * 100).toFixed(2))}% of the operations are asked for`,
    place: undefined,
    frame: undefined,
    hint: 'Write tests for what was not called, or lower `--openapi-fail-under`',
    diff: [
      ...missed.slice(0, 20).map((name) => `not called: ${name}`),
      ...(missed.length > 20 ? [`… and ${missed.length - 20} more`] : []),
    ],
    exchange: undefined,
    log: undefined,
  }
  return { ...result, openapi, status: 'failed', errors: [...result.errors, failure] }
}
