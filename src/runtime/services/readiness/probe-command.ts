import { spawn } from 'node:child_process'
import type { Probe, ProbeResult } from './probe.ts'

export interface ProbeCommand {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Ready once the program exits with 0. It runs with the mark of the service, so that it is cleaned up like the service itself. */
export function commandProbe({ command, cwd, env }: ProbeCommand): Probe {
  return { description: `command ${command.join(' ')}`, attempt: (timeoutMs) => runOnce({ command, cwd, env, timeoutMs }) }
}

function runOnce({ command, cwd, env, timeoutMs }: ProbeCommand & { timeoutMs: number }): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const child = spawn(command[0]!, command.slice(1), { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let timedOut = false
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-2000)))
    }
    const timer = setTimeout(() => {
      timedOut = true
      if (child.pid !== undefined) killGroup(child.pid)
    }, timeoutMs)
    const settle = (result: ProbeResult) => {
      clearTimeout(timer)
      resolve(result)
    }
    child.on('error', (error) => settle({ ready: false, answer: `cannot be run: ${error.message}` }))
    child.on('exit', (code, signal) => {
      const last = output.trimEnd().split('\n').at(-1)
      const end = timedOut ? `did not end in ${timeoutMs} ms` : signal === null ? `exit code ${code}` : `ended by ${signal}`
      settle(code === 0 ? { ready: true } : { ready: false, answer: last ? `${end}: ${last}` : end })
      child.stdout.destroy()
      child.stderr.destroy()
    })
  })
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it has just ended by itself
  }
}
