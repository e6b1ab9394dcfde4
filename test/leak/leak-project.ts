import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { LeakResult } from '../../src/runtime/leak/leak-result.ts'
import { temporaryProject } from '../support/temporary-project.ts'
import type { TemporaryProject } from '../support/temporary-project.ts'

const servers = path.join(import.meta.dirname, 'servers')

export interface LeakProject {
  /** Of `servers/`. */
  readonly files: readonly string[]
  /** By name, as JSON. */
  readonly services: Readonly<Record<string, unknown>>
  /** Of the window `memory`, over the defaults of these tests. */
  readonly window?: Readonly<Record<string, unknown>>
  readonly requests?: Readonly<Record<string, unknown>>
  /** Further files. */
  readonly write?: Readonly<Record<string, string>>
}

/** A project with one leak window, `memory`; small, because tests wait for it. */
export function leakProject({ files, services, window = {}, requests = {}, write = {} }: LeakProject): TemporaryProject {
  const spec = {
    version: 1,
    services,
    requests: { hit: { get: '/', expect: { status: 200 } }, ...requests },
    leaks: { memory: { request: 'hit', users: 2, warmup: { requests: 200 }, window: { requests: 1500 }, ...window } },
  }
  const own = Object.fromEntries(files.map((file) => [file, readFileSync(path.join(servers, file), 'utf8')]))
  return temporaryProject({ ...own, ...write, 'apitest.yaml': JSON.stringify(spec) })
}

export interface Judged {
  readonly exitCode: number | null
  readonly result: LeakResult
  readonly stderr: string
}

export async function judge(project: TemporaryProject): Promise<Judged> {
  const { exitCode, stdout, stderr } = await project.apitest(['leak', 'memory', '--format', 'json'])
  if (stdout === '') throw new Error(stderr)
  return { exitCode, result: JSON.parse(stdout) as LeakResult, stderr }
}

/** One of `servers/` as a program. */
export function program(command: string, env: Readonly<Record<string, string>>, ready = '/other'): unknown {
  return { process: { command, env, ready: { http: ready } } }
}
