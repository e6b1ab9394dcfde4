import { readFile } from 'node:fs/promises'
import { stringifyJson } from '../assertions/values/stringify-json.ts'
import { contentTypeOf } from '../../media-types/content-type.ts'
import { findUndefined } from '../project/find-undefined.ts'
import { milliseconds } from '../services/milliseconds.ts'
import { projectFile } from '../values/project-file.ts'
import type { StubAnswer } from './stub-definition.ts'

/** What goes out on the wire. */
export interface WireAnswer {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
  readonly delayMs: number
  readonly fault: StubAnswer['fault']
}

/** Throws for an answer that cannot be given, such as one with a value that is not there. */
export async function makeAnswer(answer: StubAnswer, folder: URL): Promise<WireAnswer> {
  const missing = findUndefined(answer)
  if (missing !== undefined) throw new Error(`\`${missing}\` has no value: the request has no such part`)
  const { body, type } = await bodyOf(answer, folder)
  const given = Object.entries(answer.headers ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((line) => [name, String(line)] as const),
  )
  const typed = type === undefined || given.some(([name]) => name.toLowerCase() === 'content-type') ? [] : [['content-type', type] as const]
  return {
    status: readStatus(answer.status ?? 200),
    headers: [...typed, ...given],
    body,
    delayMs: milliseconds(answer.delay) ?? 0,
    fault: answer.fault,
  }
}

async function bodyOf({ json, text, file }: StubAnswer, folder: URL): Promise<{ body: Uint8Array; type?: string }> {
  if (json !== undefined) return { body: Buffer.from(stringifyJson(json) ?? 'null'), type: 'application/json' }
  if (text !== undefined) return { body: Buffer.from(String(text)), type: 'text/plain; charset=utf-8' }
  if (file !== undefined) return { body: await readFile(projectFile(file, folder)), type: contentTypeOf(file) }
  return { body: new Uint8Array() }
}

function readStatus(status: unknown): number {
  const number = Number(status)
  if (Number.isInteger(number) && number >= 200 && number <= 599) return number
  throw new Error(`\`status\` is ${JSON.stringify(status)}, and a stub answers with a number from 200 to 599`)
}
