import type { ChildProcess } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { killGroup, spawnDocker } from '../../docker/run-docker.ts'

export interface FollowedLog {
  /** Settles when docker has no more to tell, because the container has ended. */
  readonly ended: Promise<void>
  stop(): void
}

export interface FollowOptions {
  readonly id: string
  readonly env: NodeJS.ProcessEnv
  onText(stream: 'stdout' | 'stderr', text: string): void
}

/** Hands on what a container prints, from its first line on. */
export function followLog({ id, env, onText }: FollowOptions): FollowedLog {
  const child: ChildProcess = spawnDocker(['logs', '--follow', id], { env })
  for (const stream of ['stdout', 'stderr'] as const) child[stream]?.setEncoding('utf8').on('data', (text: string) => onText(stream, text))
  const ended = new Promise<void>((resolve) => {
    child.on('error', () => resolve())
    child.on('close', () => resolve())
  })
  return { ended, stop: () => killGroup(child) }
}

/** Puts a name before each line. */
export function withPrefix(prefix: string, onText: (text: string) => void): (text: string) => void {
  let part = ''
  return (text) => {
    const lines = (part + text).split('\n')
    part = lines.pop() ?? ''
    if (lines.length > 0) onText(lines.map((line) => `${prefix}${line}\n`).join(''))
  }
}

/** Notices a line, also one that came in pieces. */
export function lineMatcher(pattern: RegExp): { read(text: string): void; readonly matched: boolean } {
  let part = ''
  let matched = false
  return {
    read(text) {
      const lines = (part + text).split('\n')
      part = (lines.at(-1) ?? '').slice(-64 * 1024)
      matched ||= lines.some((line) => pattern.test(stripVTControlCharacters(line)))
    },
    get matched() {
      return matched
    },
  }
}
