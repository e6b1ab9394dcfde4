import type { StateDefinition } from '../fixtures/define-state.ts'
import type { ServiceEntry } from '../services/service-definition.ts'
import type { StubEntry } from '../stubs/stub-definition.ts'
import { createContext } from './context.ts'
import type { ProjectContext } from './context.ts'
import { defineVariables } from './define-variables.ts'
import type { Session } from '../session/define-session.ts'
import type { RequestDefaults } from './request-types.ts'

/** All that the tests of a project share. */
export interface ProjectDefinition {
  /** Shown in reports. */
  readonly name: string
  /** The folder of the entry file; all paths start here. */
  readonly folder: URL
  /** The YAML files, relative to the folder, the entry first. */
  readonly specs: readonly string[]
  /** Where the tests of each suite stand: `apitest.yaml#/tests`. */
  readonly suites: Readonly<Record<string, string>>
  /** What `defineEnv` returned. @default none */
  readonly env?: Readonly<Record<string, string>>
  /** What `defineVariables` returned. @default none */
  readonly variables?: object
  /** What is under test, the default service first. @default none */
  readonly services?: Readonly<Record<string, ServiceEntry>>
  /** Stand-ins for other APIs. @default none */
  readonly stubs?: Readonly<Record<string, StubEntry>>
  /** Fixtures that a request or functions of the hooks file make. @default none */
  readonly state?: Readonly<Record<string, StateDefinition>>
  /** The OpenAPI document (YAML or JSON), relative to the folder, for `expect: openapi` and the report's coverage. */
  readonly openapi?: string
  /** Keys that every request has unless it says otherwise. */
  readonly defaults?: RequestDefaults | (() => RequestDefaults)
  /** Values that tests share; with them tests run one after another and share their cookies. */
  readonly session?: Session
  /** The name of the session's environment, as scripts of Postman read it. */
  readonly sessionName?: string
  /** The functions of the hooks file, for `expect: hook`. */
  readonly hooks?: object
}

/** A project as `defineProject` returns it, for `serve` and vitest's `test.extend`. */
export interface Project extends ProjectDefinition {
  /** Fixtures for vitest's `test.extend`: `api`. */
  readonly context: ProjectContext
}

/**
 * Brings everything together that tests share. Throws when `--var` gives a value to a name that no variable has.
 *
 * @example
 * export const project = defineProject({
 *   name: 'shop',
 *   folder,
 *   specs: ['apitest.yaml'],
 *   suites: { shop: 'apitest.yaml#/tests' },
 *   services,
 * })
 * // test.ts
 * export const test = base.extend(project.context)
 */
export function defineProject(definition: ProjectDefinition): Project {
  // Where there are no variables, `--var` names one that is not there.
  if (definition.variables === undefined) defineVariables({})
  return { ...definition, context: createContext(definition) }
}
