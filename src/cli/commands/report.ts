import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { shortPath } from '../project/short-path.ts'
import { readLastResults } from '../run/last-results.ts'
import { reportRenderers, writeHtml } from '../run/write-reports.ts'
import type { reportOptions } from '../tables/report.ts'
import { UsageError } from '../usage-error.ts'

/** Everything a report shows is in results.json, so any form of it can be made again. */
export async function run(host: Host, { arguments: words, options }: Input<typeof reportOptions>): Promise<CommandResult> {
  if (options.merge) {
    if (options.format !== undefined || options.open)
      throw new UsageError('`--merge` cannot be combined with `--format` or `--open`', 'Merge first')
    const { mergeReports } = await import('../run/merge-reports.ts')
    return mergeReports(host, { folders: words, into: options.report ?? 'apitest-report' })
  }
  if (options.report !== undefined) throw new UsageError('`--report` belongs to `--merge`', 'The folder to read is named without an option')
  const [word = 'apitest-report', ...more] = words
  if (more.length > 0)
    throw new UsageError(`One report folder is expected, and ${words.length} were given`, '`--merge` makes one report of several')
  const given = resolve(host.cwd, word)
  const folder = statSync(given, { throwIfNoEntry: false })?.isFile() ? resolve(given, '..') : given
  const result = readLastResults(folder)
  if (result === undefined)
    throw new UsageError(`There are no results in \`${shortPath(host.cwd, folder)}\``, '`npx apitest run` writes them')
  const format = options.format ?? 'html'
  if (format !== 'html') return { exitCode: exitCodes.ok, output: await reportRenderers[format as keyof typeof reportRenderers](result) }
  await writeHtml(folder, result)
  const path = join(folder, 'report.html')
  if (options.open) openInBrowser(path)
  return { exitCode: exitCodes.ok, output: shortPath(host.cwd, path) }
}

function openInBrowser(path: string): void {
  const [program, ...words] =
    process.platform === 'darwin' ? ['open', path] : process.platform === 'win32' ? ['cmd', '/c', 'start', '', path] : ['xdg-open', path]
  const child = spawn(program!, words, { detached: true, stdio: 'ignore' })
  // without a browser the path on standard output still helps
  child.on('error', () => {})
  child.unref()
}
