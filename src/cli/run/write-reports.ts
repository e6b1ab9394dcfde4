import { appendFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '../../runtime/report/run-result.ts'
import { hasSecrets, redact } from '../../runtime/values/secrets.ts'
import type { Host } from '../host.ts'
import type { Style } from '../terminal/style.ts'

export interface ReportOptions {
  readonly folder: string
  readonly result: RunResult
  readonly reporters: readonly string[]
}

export interface RendererOptions {
  readonly style: Style
  readonly folder: string
}

/** Forms of a report that go to standard output; each is made of the results alone. */
export const reportRenderers = {
  json: async (result: RunResult): Promise<string> => JSON.stringify(result, null, 2),
} as const

/** Writes results.json and what is rendered from it; every text of the folder passes through `redact`. */
export async function writeReports(host: Host, { folder, result, reporters }: ReportOptions): Promise<void> {
  writeFileSync(join(folder, 'results.json'), redact(JSON.stringify(result)))
  await writeHtml(folder, result)
  redactLogs(join(folder, 'logs'))
  void host
  void reporters
  void appendFileSync
}

export async function writeHtml(folder: string, result: RunResult): Promise<void> {
  writeFileSync(join(folder, 'report.html'), redact(JSON.stringify(result)))
}

/** Services print what they like; what they print of our secrets is hidden once they have stopped. */
function redactLogs(folder: string): void {
  if (!hasSecrets()) return
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue
    const path = join(name.parentPath, name.name)
    const text = readFileSync(path, 'utf8')
    const clean = redact(text)
    if (clean !== text) writeFileSync(path, clean)
  }
}
