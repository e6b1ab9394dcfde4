import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { RunResult } from '../../runtime/report/run-result.ts'
import { hasSecrets, redact } from '../../runtime/values/secrets.ts'
import type { Host } from '../host.ts'
import { repositoryRoot } from '../project/short-path.ts'
import { detectCI } from './detect-ci.ts'

export interface ReportOptions {
  /** Absolute. */
  readonly folder: string
  /** Folder of apitest.yaml, absolute; annotations name files from the repository's root. */
  readonly projectFolder: string
  readonly result: RunResult
  readonly reporters: readonly string[]
  /** Made of reports whose runs have written their annotations. @default false */
  readonly merged?: boolean
  /** Leaks and loads follow, and tell the CI and standard output everything at their end. @default false */
  readonly more?: boolean
}

/**
 * Writes results.json and what is rendered from it. In GitHub Actions annotations and the step summary come by themselves, in Azure
 * Pipelines issues, in every CI junit.xml. Every text of the folder passes through `redact`, whatever its source did already.
 */
export async function writeReports(host: Host, options: ReportOptions): Promise<void> {
  const { folder, result, reporters, more = false } = options
  const ci = detectCI(host.env)
  writeFileSync(join(folder, 'results.json'), redact(JSON.stringify(result)))
  await writeHtml(folder, result)
  if (reporters.includes('junit') || ci !== undefined) writeFileSync(join(folder, 'junit.xml'), await reportRenderers.junit(result))
  if (reporters.includes('json') && !more) host.stdout.write(`${await reportRenderers.json(result)}\n`)
  if (!more && (reporters.includes('github') || ci === 'GitHub Actions')) await writeGithub(host, options)
  if (!more && ci === 'Azure Pipelines') await writeAzure(host, options)
  redactLogs(join(folder, 'logs'))
}

/** Forms of a report that are made of the results alone. */
export const reportRenderers = {
  json: async (result: RunResult): Promise<string> => redact(JSON.stringify(result, null, 2)),
  junit: async (result: RunResult): Promise<string> => {
    const { renderJunit } = await import('../../runtime/report/junit.ts')
    return redact(renderJunit(result))
  },
  github: async (result: RunResult, prefix = ''): Promise<string> => {
    const { renderGithubAnnotations } = await import('../../runtime/report/github.ts')
    return redact(renderGithubAnnotations(result, { prefix }))
  },
} as const

export async function writeHtml(folder: string, result: RunResult): Promise<void> {
  const { renderHtml } = await import('../../runtime/report/html/render-html.ts')
  writeFileSync(join(folder, 'report.html'), redact(renderHtml(result)))
}

/** From the root of the repository to the project's folder, with a slash at its end. */
function prefixOf({ projectFolder }: ReportOptions): string {
  const below = relative(repositoryRoot(projectFolder), projectFolder).split(sep).join('/')
  return below === '' ? '' : `${below}/`
}

async function writeAzure(host: Host, options: ReportOptions): Promise<void> {
  if (options.merged === true) return
  const { renderAzureIssues } = await import('../../runtime/report/azure.ts')
  host.stderr.write(redact(renderAzureIssues(options.result, { prefix: prefixOf(options) })))
}

async function writeGithub(host: Host, options: ReportOptions): Promise<void> {
  const { result, merged = false } = options
  const prefix = prefixOf(options)
  // annotations are read from either stream; results may go to standard output
  if (!merged) host.stderr.write(await reportRenderers.github(result, prefix))
  const { GITHUB_STEP_SUMMARY: summary, GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = host.env
  if (summary === undefined || summary === '') return
  const { renderGithubSummary } = await import('../../runtime/report/github.ts')
  const sourceUrl =
    server !== undefined && repository !== undefined && sha !== undefined ? { sourceUrl: `${server}/${repository}/blob/${sha}/` } : {}
  appendFileSync(summary, redact(renderGithubSummary(result, { prefix, ...sourceUrl })))
}

/** Services print what they like; what they print of our secrets is hidden once they have stopped. */
function redactLogs(folder: string): void {
  if (!hasSecrets() || !existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), 'utf8')
    const clean = redact(text)
    if (clean !== text) writeFileSync(join(folder, name), clean)
  }
}
