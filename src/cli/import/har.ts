import { existsSync, readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { importHar } from '../../compiler/import/har/import-har.ts'
import type { ImportInput } from '../commands/import.ts'
import type { CommandResult, Host } from '../host.ts'
import { UsageError } from '../usage-error.ts'
import { finishImport } from './finish-import.ts'

/** `apitest import har FILE`. */
export async function importHarFile(host: Host, { arguments: [file = ''], options }: ImportInput): Promise<CommandResult> {
  const path = resolve(host.cwd, file)
  if (!existsSync(path)) throw new UsageError(`There is no file \`${file}\``)
  if (statSync(path).isDirectory()) throw new UsageError(`\`${file}\` is a folder, and a file is needed`)
  const folder = resolve(host.cwd, options.output ?? '.')
  const imported = importHar({ text: readFileSync(path, 'utf8'), file })
  return finishImport(host, {
    imported,
    folder,
    source: file,
    done: `${relative(host.cwd, folder) || '.'}/apitest.yaml`,
    force: options.force,
  })
}
