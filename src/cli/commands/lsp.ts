import { exitCodes } from '../exit-codes.ts'
import type { CommandResult } from '../host.ts'
import { serveEditor } from '../lsp/server.ts'
import { packageVersion } from '../package-info.ts'

/** Standard output belongs to the protocol; nothing else may be written to it. */
export async function run(): Promise<CommandResult> {
  const leftInOrder = await serveEditor({ input: process.stdin, output: process.stdout }, packageVersion())
  return { exitCode: leftInOrder ? exitCodes.ok : exitCodes.failed }
}
