import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

export interface DockerCall {
  readonly env: NodeJS.ProcessEnv
  /** @default '/', where no compose file lies */
  readonly cwd?: string
  /** Kills the command and what it started. */
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
  onText?(text: string): void
}

export interface DockerResult {
  /** Undefined when it could not be run, or was killed. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** The program `docker` does not exist. */
  readonly missing: boolean
}

const KEPT_TEXT = 256 * 1024

/** Runs the docker command line to its end; never throws. */
export function runDocker(args: readonly string[], { env, cwd = '/', signal, timeoutMs, onText }: DockerCall): Promise<DockerResult> {
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' }
    const child = spawnDocker(args, { env, cwd })
    const kill = () => killGroup(child)
    const timer = timeoutMs === undefined ? undefined : setTimeout(kill, timeoutMs)
    if (signal?.aborted === true) kill()
    signal?.addEventListener('abort', kill, { once: true })
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(-KEPT_TEXT)
        onText?.(text)
      })
    }
    const settle = (code: number | undefined, missing = false) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', kill)
      resolve({ ...output, code, missing })
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      output.stderr += error.message
      settle(undefined, error.code === 'ENOENT')
    })
    child.on('close', (code) => settle(code ?? undefined))
  })
}

/** In a group of its own: compose is a program behind `docker` that would outlive it, and Ctrl-C is for the run to answer. */
export function spawnDocker(args: readonly string[], { env, cwd = '/' }: Pick<DockerCall, 'env' | 'cwd'>): ChildProcess {
  return spawn('docker', args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

export function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it has just ended by itself
  }
}
