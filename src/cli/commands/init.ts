import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import type { Input } from '../command-table.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { addMember, addToList } from '../init/editor-settings.ts'
import { exampleService } from '../init/example-service.ts'
import { findApiDescription, findPostmanCollection } from '../init/find-api-description.ts'
import { findContainers } from '../init/find-containers.ts'
import { findNodeApp } from '../init/find-node-app.ts'
import { findPythonApp } from '../init/find-python-app.ts'
import { printSpec } from '../init/print-spec.ts'
import type { initOptions } from '../tables/init.ts'
import { styleOf } from '../terminal/style.ts'
import { UsageError } from '../usage-error.ts'

const schemaPath = './node_modules/apitest/schema/apitest.schema.json'

/** Writes what a first run needs; what exists already is left as it is, or only added to. */
export async function run(host: Host, { arguments: [word = '.'], options }: Input<typeof initOptions>): Promise<CommandResult> {
  const folder = resolve(host.cwd, word)
  if (existsSync(folder) && !statSync(folder).isDirectory()) throw new UsageError(`\`${word}\` is a file, and a folder is needed`)
  const existing = ['apitest.yaml', 'apitest.yml'].find((name) => existsSync(join(folder, name)))
  if (existing !== undefined)
    throw new UsageError(
      `\`${relative(host.cwd, join(folder, existing))}\` exists already, and init overwrites nothing`,
      '`npx apitest run` runs it',
    )
  mkdirSync(folder, { recursive: true })

  const app = findPythonApp(folder) ?? findNodeApp(folder) ?? findContainers(folder)
  const description = findApiDescription(folder)
  const postman = findPostmanCollection(folder)
  const name = options.name ?? (basename(folder) || 'project')
  const exampleFile = ['server.mjs', 'apitest-example.mjs'].find((file) => !existsSync(join(folder, file))) ?? 'apitest-example-service.mjs'
  const done = [
    ...(app === undefined ? [write(folder, exampleFile, exampleService, 'a small service to try things with')] : []),
    write(
      folder,
      'apitest.yaml',
      printSpec(name, app ?? { example: exampleFile }, description),
      app === undefined ? 'its tests' : `tests for ${app.description}`,
    ),
    ...editorFiles(folder),
    ...ignoreFile(folder),
  ]
  const notes = [
    ...(app?.notes ?? []),
    ...(description === undefined
      ? []
      : [
          `${description.file} was found: \`npx apitest import openapi ${shellName(inFolder(word, description.file))} -o ${shellName(inFolder(word, 'contract'))}\` writes tests for every operation, and \`openapi: ${description.file}\` with \`expect: { openapi: true }\` holds every answer against it`,
        ]),
    ...(postman === undefined
      ? []
      : [
          `${postman} was found: \`npx apitest import postman ${shellName(inFolder(word, postman))} -o ${shellName(inFolder(word, 'postman'))}\` brings it over`,
        ]),
  ]
  const style = styleOf(host, host.stderr)
  const width = Math.max(...done.map(({ file }) => file.length))
  const again = word === '.' ? 'npx apitest run' : `npx apitest run ${word}`
  return {
    exitCode: exitCodes.ok,
    message: [
      ...done.map(({ file, text }) => `${style.green('✓')} ${file.padEnd(width)}  ${style.dim(text)}`),
      ...(notes.length > 0 ? ['', ...notes.map((note) => `${style.yellow('!')} ${note}`)] : []),
      '',
      `Next: ${style.bold(again)}`,
    ].join('\n'),
  }
}

function inFolder(folder: string, file: string): string {
  return folder === '.' ? file : `${folder.replace(/\/+$/, '')}/${file}`
}

/** A path to be copied into a shell. */
function shellName(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
}

interface Done {
  readonly file: string
  readonly text: string
}

function write(folder: string, file: string, text: string, what: string): Done {
  writeFileSync(join(folder, file), text, { flag: 'wx' })
  return { file, text: what }
}

function editorFiles(folder: string): readonly Done[] {
  mkdirSync(join(folder, '.vscode'), { recursive: true })
  return [
    edit(folder, '.vscode/settings.json', {
      add: (text) => addMember(text, 'yaml.schemas', { [schemaPath]: ['apitest.yaml', '*.apitest.yaml'] }),
      what: 'completion and checks in VS Code',
    }),
    edit(folder, '.vscode/extensions.json', {
      add: (text) => addToList(text, 'recommendations', 'redhat.vscode-yaml'),
      what: 'recommends the YAML extension',
    }),
  ]
}

function edit(folder: string, file: string, { add, what }: { add: (text: string) => string | undefined; what: string }): Done {
  const path = join(folder, file)
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '{}\n'
  const after = add(before.trim() === '' ? '{}\n' : before)
  if (after === undefined) return { file, text: 'left as it is' }
  writeFileSync(path, after)
  return { file, text: what }
}

function ignoreFile(folder: string): readonly Done[] {
  const path = join(folder, '.gitignore')
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const known = new Set(before.split(/\r?\n/).map((line) => line.trim().replaceAll(/^\/|\/$/g, '')))
  const missing = ['node_modules', 'apitest-report'].filter((name) => !known.has(name))
  if (missing.length === 0) return []
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  writeFileSync(path, `${before}${gap}${missing.map((name) => `${name}/\n`).join('')}`)
  return [{ file: '.gitignore', text: `leaves out ${missing.map((name) => `${name}/`).join(' and ')}` }]
}
