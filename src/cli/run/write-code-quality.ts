import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DiagnosticGroup, Host } from '../host.ts'
import { renderDiagnosticGroups } from '../render-diagnostic-groups.ts'
import { redact } from '../../runtime/values/secrets.ts'

/** GitLab's name for it. */
const codeQualityFile = 'gl-code-quality-report.json'

/** What is wrong with the specification, as GitLab shows it beside the lines of a merge request; also when nothing is. */
export function writeCodeQuality(host: Host, folder: string, groups: readonly DiagnosticGroup[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, codeQualityFile), redact(renderDiagnosticGroups(host, groups, { format: 'gitlab', output: host.stderr })))
}
