import { problems } from '../diagnostics/problems.ts'
import type { Problem } from '../diagnostics/problem.ts'
import type { Cursor } from './cursor.ts'

/** Sections whose keys are names that other parts use. */
export const sections = ['env', 'variables', 'services', 'stubs', 'fixtures', 'requests', 'flows'] as const

export type Section = (typeof sections)[number]

/** Known data behind a name, as far as it is known before anything runs. */
export interface Content {
  readonly data: unknown
  /** Its texts may hold `${…}`. */
  readonly templated: boolean
}

/** All names of the project, and which of them are used. */
export class SpecNames {
  readonly #cursors: Readonly<Record<Section, ReadonlyMap<string, Cursor>>>
  readonly #contents: (section: 'variables' | 'fixtures', name: string) => Content | undefined
  readonly #asynchronous: (fixture: string) => boolean
  readonly #used = new Set<string>()
  /** The names that `${session.…}` may read; `undefined` where the fields of its rows cannot be known. */
  session: ReadonlySet<string> | undefined = new Set()

  constructor(parts: {
    cursors: Readonly<Record<Section, ReadonlyMap<string, Cursor>>>
    contents: (section: 'variables' | 'fixtures', name: string) => Content | undefined
    asynchronous: (fixture: string) => boolean
  }) {
    this.#cursors = parts.cursors
    this.#contents = parts.contents
    this.#asynchronous = parts.asynchronous
  }

  has(section: Section, name: string): boolean {
    return this.#cursors[section].has(name)
  }

  cursor(section: Section, name: string): Cursor | undefined {
    return this.#cursors[section].get(name)
  }

  all(section: Section): ReadonlyMap<string, Cursor> {
    return this.#cursors[section]
  }

  /** Marks a name as used; false when there is none. */
  use(section: Section, name: string): boolean {
    this.#used.add(`${section}/${name}`)
    return this.has(section, name)
  }

  isUsed(section: Section, name: string): boolean {
    return this.#used.has(`${section}/${name}`)
  }

  /** What is known behind a variable or fixture; `undefined` when its parts cannot be known. */
  content(section: 'variables' | 'fixtures', name: string): Content | undefined {
    return this.#contents(section, name)
  }

  /** True for a fixture that exists only while tests run. */
  isAsynchronous(fixture: string): boolean {
    return this.#asynchronous(fixture)
  }

  unknown(section: Section, name: string): Problem {
    return unknownProblems[section](name, [...this.#cursors[section].keys()])
  }
}

const unknownProblems: { readonly [Name in Section]: (name: string, known: readonly string[]) => Problem } = {
  env: problems.unknownEnv,
  variables: problems.unknownVariable,
  services: problems.unknownService,
  stubs: problems.unknownStub,
  fixtures: problems.unknownFixture,
  requests: problems.unknownRequest,
  flows: problems.unknownFlow,
}
