import { existsSync, readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { join, relative, resolve } from 'node:path'
import { importCurl } from '../../compiler/import/curl/import-curl.ts'
import type { ImportInput } from '../commands/import.ts'
import type { CommandResult, Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'
import { finishImport } from './finish-import.ts'

/** `apitest import curl 'curl …'`, or the command from standard input. */
export async function importCurlLine(host: Host, { arguments: [line], options }: ImportInput): Promise<CommandResult> {
  if (line === undefined && process.stdin.isTTY)
    throw new UsageError('`apitest import curl` needs the command', "Put it in quotes: `apitest import curl 'curl https://…'`")
  const command = line ?? (await text(process.stdin))
  const folder = resolve(host.cwd, options.output ?? '.')
  const path = join(folder, 'apitest.yaml')
  const spec = existsSync(path) && !options.force ? readFileSync(path, 'utf8') : undefined
  const imported = importCurl({ line: command, spec })
  const where = `${relative(host.cwd, folder) || '.'}/apitest.yaml`
  return finishImport(host, { imported, folder, source: 'curl', done: spec === undefined ? where : `added to ${where}`, force: true })
}
