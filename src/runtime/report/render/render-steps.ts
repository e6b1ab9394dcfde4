import { formatDuration } from '../../assertions/values/units.ts'
import type { TestResult } from '../run-result.ts'

/** The requests of a test and what was checked of their answers, one line each, in plain text. */
export function renderSteps({ exchanges }: TestResult): string {
  return exchanges
    .map(({ name, request, response, error, durationMs, expectations }) => {
      const answer = response === undefined ? (error ?? 'no answer') : String(response.status)
      const label = name === undefined ? '' : `${name}: `
      const checks = expectations.map(({ text, held }) => `\n  ${held ? '✓' : '✗'} ${text}`)
      return `${label}${request.method} ${request.url} → ${answer} in ${formatDuration(durationMs)}${checks.join('')}`
    })
    .join('\n')
}
