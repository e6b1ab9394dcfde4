import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, stringify } from 'yaml'

/** The schemas that the CI systems or SchemaStore publish, as check-jsonschema ships them. */
const schemas = {
  circleci: ['vendor.circle-ci'],
  // its patterns escape what regular expressions of Unicode do not let them
  azure: ['vendor.azure-pipelines', '--data-transform', 'azure-pipelines', '--regex-variant', 'nonunicode'],
  bitbucket: ['vendor.bitbucket-pipelines'],
  woodpecker: ['vendor.woodpecker-ci'],
} as const

export type WithSchema = keyof typeof schemas

/** What the schema of the system has against any of the files, with the numbers of those; empty: nothing. */
export async function checkSchema(system: WithSchema, files: readonly string[]): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-schema-'))
  try {
    const names = files.map((text, at) => {
      writeFileSync(path.join(folder, `${at}.yml`), system === 'azure' ? everythingText(text) : text)
      return `${at}.yml`
    })
    return await new Promise((resolve) => {
      execFile(
        'check-jsonschema',
        ['--builtin-schema', ...schemas[system], ...names],
        { cwd: folder, maxBuffer: 2 ** 26 },
        (error, stdout, stderr) => resolve(error === null ? '' : stdout + stderr || error.message),
      )
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Azure reads every number and truth value as text, and its schema says so. */
function everythingText(file: string): string {
  return stringify(parse(file, { schema: 'failsafe' }))
}
