import type { Input } from '../command-table.ts'
import type { CommandResult, Host } from '../host.ts'
import type { importOptions } from '../tables/import.ts'
import { UsageError } from '../usage-error.ts'

export type ImportInput = Input<typeof importOptions>

type Importer = (host: Host, input: ImportInput) => Promise<CommandResult>

/** Each source is a folder under `src/cli/import` and `src/compiler/import`. */
const importers: Readonly<Record<string, () => Promise<Importer>>> = {
  postman: async () => (await import('../import/postman.ts')).importPostmanFile,
  openapi: async () => (await import('../import/openapi.ts')).importOpenapiFile,
  curl: async () => (await import('../import/curl.ts')).importCurlLine,
  har: async () => (await import('../import/har.ts')).importHarFile,
}

/** Hands over to the source that the first word names. */
export async function run(host: Host, input: ImportInput): Promise<CommandResult> {
  const [source = ''] = input.arguments
  const load = Object.hasOwn(importers, source) ? importers[source] : undefined
  if (load === undefined)
    throw new UsageError(`\`${source}\` cannot be imported`, `\`apitest import\` reads ${Object.keys(importers).join(', ')}`)
  if (source !== 'curl' && input.arguments.length < 2) throw new UsageError(`\`apitest import ${source}\` needs a file`)
  const importer = await load()
  return importer(host, { ...input, arguments: input.arguments.slice(1) })
}
