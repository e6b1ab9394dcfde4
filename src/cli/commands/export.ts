import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { exportPostman } from '../../compiler/export/postman/export-postman.ts'
import { isMap } from '../../compiler/import/postman/read-collection.ts'
import { checkSpec } from '../../compiler/pipeline.ts'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import type { exportOptions } from '../tables/export.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'

/** Writes a spec that has no mistakes as a collection and an environment. */
export async function run(host: Host, { arguments: [form = '', file], options }: Input<typeof exportOptions>): Promise<CommandResult> {
  if (form !== 'postman') throw new UsageError(`There is no export to \`${form}\``, '`apitest export postman` writes a collection')
  const { checked, diagnostics, root, sources } = await checkSpec({ root: host.cwd, ...(file !== undefined && { files: [file] }) })
  if (checked === undefined) return { exitCode: exitCodes.invalid, diagnostics: [{ root, sources, diagnostics }] }
  const { spec } = checked
  const suites = spec.files.flatMap(({ suite, spec: own }) => [
    ...(own.tests === undefined ? [] : [{ name: suite, description: undefined, tests: own.tests as Readonly<Record<string, unknown>> }]),
    ...Object.entries(own.suites ?? {}).map(([name, { description, tests }]) => ({
      name,
      description,
      tests: (isMap(tests) ? tests : {}) as Readonly<Record<string, unknown>>,
    })),
  ])
  const { collection, environment, problems } = exportPostman({
    name: spec.name,
    spec: spec.merged as Readonly<Record<string, unknown>>,
    suites,
    read: (script) => readFileSync(join(spec.root, script), 'utf8').trimEnd(),
  })
  const folder = resolve(host.cwd, options.output ?? spec.root)
  mkdirSync(folder, { recursive: true })
  const write = (kind: string, value: object): string => {
    const path = join(folder, `${spec.name.replaceAll(/[^\w.-]+/g, '-')}.postman_${kind}.json`)
    writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
    return relative(host.cwd, path)
  }
  const written = [write('collection', collection), write('environment', environment)]
  const style = styleOf(host, host.stderr)
  return {
    exitCode: problems.length > 0 ? exitCodes.failed : exitCodes.ok,
    message: [
      ...problems.map(({ message, where }) => `${style.yellow('!')} ${where.join(' / ')}: ${message}`),
      ...written.map((path) => `${style.green('✓')} ${path}`),
      '',
    ].join('\n'),
  }
}
