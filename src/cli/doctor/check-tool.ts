import { execFile } from 'node:child_process'
import type { Host } from '../host.ts'
import type { Tool } from './tools.ts'

export type ToolState =
  | { readonly state: 'found'; readonly version: string }
  | { readonly state: 'missing' }
  | { readonly state: 'broken'; readonly reason: string }

/** Asks a program for its version; one that is there and fails (a docker without its engine) says why. */
export async function checkTool(host: Host, tool: Tool): Promise<ToolState> {
  let worst: ToolState = { state: 'missing' }
  for (const command of tool.commands) {
    const state = await ask(host, command)
    if (state.state === 'found') return state
    if (state.state === 'broken' && worst.state === 'missing') worst = state
  }
  return worst
}

function ask(host: Host, [program, ...words]: readonly string[]): Promise<ToolState> {
  return new Promise((resolve) => {
    execFile(program!, words, { cwd: host.cwd, env: host.env as NodeJS.ProcessEnv, timeout: 10_000 }, (error, stdout, stderr) => {
      const text = `${stdout}\n${stderr}`.trim()
      if (error === null) return resolve({ state: 'found', version: /\d+(?:\.\d+)+[\w.+-]*/.exec(text)?.[0] ?? text.split('\n')[0]! })
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return resolve({ state: 'missing' })
      // `python3 -m x` without x
      if (/No module named/.test(text)) return resolve({ state: 'missing' })
      resolve({
        state: 'broken',
        reason: error.killed ? 'it did not answer within 10 s' : (text.split('\n').findLast((line) => line.trim() !== '') ?? error.message),
      })
    })
  })
}
