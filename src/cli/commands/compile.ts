import type { CommandResult } from '../host.ts'

export async function run(): Promise<CommandResult> {
  throw new Error('not wired yet')
}
