import type { Failure, RunResult, SourcePlace } from './run-result.ts'

export interface AzureOptions {
  /** From the repository's root to the project's folder, with a slash at its end; issues name files from the root. @default '' */
  readonly prefix?: string
}

/** Logging commands of Azure Pipelines that list each failure among the errors of the run; a pass on retry is a warning. */
export function renderAzureIssues(result: RunResult, { prefix = '' }: AzureOptions = {}): string {
  const tests = result.suites.flatMap((suite) => [...suite.tests])
  const lines = [
    ...result.errors.map((failure) => issue('error', { title: result.name, failure, place: failure.place, prefix })),
    ...tests.flatMap((test) => {
      if (test.state !== 'failed' && test.state !== 'flaky') return []
      const type = test.state === 'failed' ? 'error' : 'warning'
      const title = `${test.suite} › ${test.name}${test.state === 'flaky' ? ' (flaky)' : ''}`
      const failures = test.failures.length > 0 ? test.failures : [{ message: 'failed without a message', place: undefined }]
      return failures.map((failure) => issue(type, { title, failure, place: failure.place ?? test.place, prefix }))
    }),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

interface Issue {
  readonly title: string
  readonly failure: Pick<Failure, 'message'>
  readonly place: SourcePlace | undefined
  readonly prefix: string
}

function issue(type: 'error' | 'warning', { title, failure, place, prefix }: Issue): string {
  const where =
    place === undefined ? '' : `;sourcepath=${property(prefix + place.file)};linenumber=${place.line};columnnumber=${place.column}`
  return `##vso[task.logissue type=${type}${where}]${data(`${title}: ${failure.message}`)}`
}

function data(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(text).replaceAll(';', '%3B').replaceAll(']', '%5D')
}
