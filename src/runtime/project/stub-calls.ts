import { threadId } from 'node:worker_threads'
import type { StubCounts, StubTrouble } from '../stubs/stub-calls.ts'
import type { ProjectDefinition } from './define-project.ts'
import type { Problem } from './request-failure.ts'

/** What the stubs are asked during one test. */
export interface StubCalls {
  counts(): Promise<StubCounts>
  /** Calls that no route fits, and answers that could not be given, each told once. */
  trouble(): Promise<readonly Problem[]>
  end(): Promise<readonly Problem[]>
}

let begun = 0

/** From here on the calls of stubs belong to a test. Nothing is asked of the hub where the project has no stubs. */
export async function beginStubCalls({ stubs }: ProjectDefinition): Promise<StubCalls | undefined> {
  if (stubs === undefined || Object.keys(stubs).length === 0 || !process.env['APITEST_HUB']) return undefined
  const { callHub } = await import('../services/hub/hub-connection.ts')
  const test = `${process.pid}-${threadId}-${begun++}`
  await callHub('beginStubs', { test })
  const trouble = async (ends: boolean) => (await callHub('stubTrouble', { test, ends })).map(problemOf)
  return { counts: () => callHub('stubCounts', { test }), trouble: () => trouble(false), end: () => trouble(true) }
}

function problemOf({ message, place, hint }: StubTrouble): Problem {
  return { kind: 'stub', message, place, hint }
}
