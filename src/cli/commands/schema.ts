import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult } from '../host.ts'
import { packageFolder } from '../package-info.ts'

export async function run(): Promise<CommandResult> {
  return { exitCode: exitCodes.ok, output: readFileSync(join(packageFolder(), 'schema', 'apitest.schema.json'), 'utf8') }
}
