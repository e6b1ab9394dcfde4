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
  readonly env?: Readonly<Record<string, string>>
  readonly variables?: object
  readonly services?: Readonly<Record<string, ServiceEntry>>
  readonly stubs?: Readonly<Record<string, StubEntry>>
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

export interface Project extends ProjectDefinition {
  /** Fixtures for vitest's `test.extend`: `api`. */
  readonly context: ProjectContext
}

/**
 * Brings everything together that tests share.
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
