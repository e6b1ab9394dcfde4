/**
 * What generated tests import, and nothing else does the public entry hold: declarations (`define…`, `request`, `flow`), tables for
 * `test.for`, the functions of `${…}`, and `serve` for vitest's global setup.
 */
export type { Api, Changes } from './project/api.ts'
export type { EnvDeclaration } from './project/define-env.ts'
export { defineEnv } from './project/define-env.ts'
export type { Leak, LeakDefinition } from './leak/define-leak.ts'
export { defineLeak } from './leak/define-leak.ts'
export type { Project, ProjectDefinition } from './project/define-project.ts'
export { defineProject } from './project/define-project.ts'
export { serve } from './project/serve.ts'
export type { ServiceAddress, ServiceDefinition, ServiceEntry, ServiceScope } from './services/service-definition.ts'
export { defineServices } from './services/service-definition.ts'
export type { StubAnswer, StubCallScope, StubDefinition, StubEntry, StubRoute } from './stubs/stub-definition.ts'
export { defineStubs } from './stubs/stub-definition.ts'
export type { MockDefinition, Mocks } from './mocks/mock-definition.ts'
export { replaceable } from './mocks/replaced-functions.ts'
export type { Session } from './session/define-session.ts'
export { defineSession, iterations } from './session/define-session.ts'
export type { SessionDefinition } from './session/shared-session.ts'
export type { BeforeStep } from './session/before.ts'
export type { Check } from './session/checks.ts'
export { defineVariables } from './project/define-variables.ts'
export type { Flow } from './project/flow.ts'
export { flow } from './project/flow.ts'
export type { ExpectHook, HookContext, SetupHook, TeardownHook } from './project/hooks.ts'
export type { NamedRequest } from './project/request.ts'
export { request } from './project/request.ts'
export type { Auth, Capture, Expect, Given, Poll, RequestDefaults, RequestDefinition, Retry } from './project/request-types.ts'
export type { Case } from './project/table.ts'
export { cases, table } from './project/table.ts'
export type { FixtureDefinition } from './fixtures/define-fixtures.ts'
export { defineFixtures } from './fixtures/define-fixtures.ts'
export type { Scope, StateDefinition } from './fixtures/define-state.ts'
export { defineState } from './fixtures/define-state.ts'
export type { ReceivedResponse } from './assertions/types.ts'
export type { Data } from './values/data.ts'
export { base64, faker, json, now, number, randomInt, string, timestamp, urlEncode, uuid } from './values/functions.ts'
export { text } from './values/text.ts'
export type { LoadDefinition, LoadProfile, LoadStage, LoadTask, TaskContext } from './load/program/define-load.ts'
export { defineLoad } from './load/program/define-load.ts'

declare global {
  /** For the generated vitest.config.ts where `@types/node`, which says the same, is not installed. */
  interface ImportMeta {
    dirname: string
  }
}
