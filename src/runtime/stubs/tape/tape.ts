import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WireAnswer } from '../make-answer.ts'
import { readRoute } from '../route.ts'
import type { Route } from '../route.ts'
import type { StubRecord, StubRoute } from '../stub-definition.ts'
import type { StubRequest } from '../stub-request.ts'
import { stringifyJson } from '../../assertions/values/stringify-json.ts'
import { projectFile } from '../../values/project-file.ts'
import { forward } from './forward.ts'
import { taped } from './taped.ts'
import type { Taped } from './taped.ts'
import { parseTape, renderTape } from './tape-text.ts'

/** Answers of a real API in a YAML file: written with `--record`, replayed otherwise. */
export interface Tape {
  /** Relative to the project's folder. */
  readonly file: string
  readonly exists: boolean
  readonly recording: boolean
  /** To replay. */
  readonly routes: readonly Route[]
  /** Asks the real API. Throws when it does not answer. */
  record(request: StubRequest): Promise<WireAnswer>
  /** Lists of answers begin again. */
  rewind(): void
  /** Writes what was recorded; returns a line about it, `undefined` when there is nothing to say. */
  save(): Promise<string | undefined>
}

export interface TapeOptions {
  readonly name: string
  readonly record: StubRecord
  readonly folder: URL
  readonly recording: boolean
}

const defaultRedact = ['authorization', 'cookie', 'set-cookie']

export async function openTape({ name, record, folder, recording }: TapeOptions): Promise<Tape> {
  const path = fileURLToPath(projectFile(record.to, folder))
  const exists = existsSync(path)
  const before = exists ? parseTape(await readFile(path, 'utf8'), record.to) : []
  const hidden = new Set((record.redact ?? defaultRedact).map((header) => header.toLowerCase()))
  const recorded = new Map<string, Recorded>()
  const turns = new Map<string, number>()
  let differing = 0
  return {
    file: record.to,
    exists,
    recording,
    routes: before.map((route) => readRoute(route, { exactQuery: true })),
    async record(request) {
      const received = await forward(request, record.target)
      const { key, route, answer }: Taped = taped(request, received, hidden)
      const entry = recorded.get(key) ?? { route, answers: [] }
      const turn = turns.get(key) ?? 0
      turns.set(key, turn + 1)
      const known = entry.answers[turn]
      if (known === undefined) entry.answers.push(answer)
      else if (stringifyJson(known) !== stringifyJson(answer)) differing += 1
      recorded.set(key, entry)
      return received.answer
    },
    rewind: () => turns.clear(),
    async save() {
      if (recorded.size === 0) return undefined
      const fresh = [...recorded.values()].map(({ route, answers }) => ({ ...route, respond: collapse(answers) }))
      const text = await renderTape({ fresh, before, target: record.target })
      await mkdir(dirname(path), { recursive: true })
      await writeFile(`${path}.new`, text.yaml)
      await rename(`${path}.new`, path)
      const kept = text.kept === 0 ? '' : `, ${text.kept} kept from before`
      const odd = differing === 0 ? '' : `; ${differing} came differently in another test, and the first one counts`
      return `recorded \`${name}\` into ${record.to}: ${fresh.length} ${fresh.length === 1 ? 'call' : 'calls'}${kept}${odd}`
    },
  }
}

interface Recorded {
  readonly route: Omit<StubRoute, 'respond'>
  readonly answers: Taped['answer'][]
}

/** The last answer repeats by itself. */
function collapse(answers: readonly Taped['answer'][]): StubRoute['respond'] {
  const texts = answers.map((answer) => stringifyJson(answer))
  const length = texts.findLastIndex((text) => text !== texts.at(-1)) + 2
  const needed = answers.slice(0, length)
  return needed.length === 1 && needed[0] !== undefined ? needed[0] : needed
}
