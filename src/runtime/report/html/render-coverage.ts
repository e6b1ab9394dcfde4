import { describeCoverage } from '../../openapi/coverage.ts'
import type { ApiCoverage, CoveredOperation } from '../../openapi/coverage.ts'
import type { Markup } from '../markup.ts'
import { html } from './html-tag.ts'

/** Operations of the OpenAPI document with how often each status came; those that no test called first. */
export function renderCoverage(coverage: ApiCoverage | undefined): Markup | false {
  if (coverage === undefined) return false
  const { file, operations } = coverage
  const missed = operations.filter(({ calls }) => calls === 0)
  return html`<section class="part"><h2>OpenAPI <small>${file}: ${describeCoverage(coverage)}</small></h2><div class="card"><table class="services">
<thead><tr><th scope="col">Operation</th><th scope="col">Calls</th><th scope="col">Statuses</th></tr></thead>
<tbody>${[...missed, ...operations.filter(({ calls }) => calls > 0)].map(renderOperation)}</tbody></table></div></section>`
}

function renderOperation({ name, calls, statuses }: CoveredOperation): Markup {
  return html`<tr><td class="mono">${name}</td><td class="num ${calls === 0 && 'failed'}">${calls === 0 ? 'not called' : calls}</td><td>${statuses.map(
    ({ status, documented, calls: count }, index) =>
      html`${index > 0 && ', '}<span class="${documented ? count === 0 && 'muted' : 'failed'}">${status}${documented ? '' : ' (not documented)'} ${count === 0 ? '–' : `× ${count}`}</span>`,
  )}</td></tr>`
}
