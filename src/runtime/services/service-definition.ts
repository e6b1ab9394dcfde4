import type { LateValues } from '../project/request-types.ts'
import type { Mocks } from '../mocks/mock-definition.ts'

/** Where a service listens. */
export interface ServiceAddress {
  /** Without a slash at its end, such as `http://127.0.0.1:4123`. */
  readonly url: string
  /** The name or address alone. */
  readonly host: string
  /** As in `url`, or that of its scheme. */
  readonly port: number
}

/** One service as the generated `services.ts` writes it: its kind under the kind's own key, and what all kinds have. */
export type ServiceDefinition = ServiceOptions & ServiceKinds[keyof ServiceKinds]

/** The kinds of service by the key that tells them. */
export interface ServiceKinds {
  readonly process: { readonly process: ProcessDefinition }
  readonly node: { readonly node: NodeDefinition }
  readonly python: { readonly python: PythonDefinition }
  readonly compose: { readonly compose: ComposeDefinition }
  readonly container: { readonly container: ComposeDefinition }
  readonly url: UrlDefinition
}

export interface ServiceOptions {
  readonly description?: string
  /** Services that are ready before this one starts, and stop after it. */
  readonly dependsOn?: readonly string[]
  /** Sent with every request to this service; a value may be a function of the test's `api`, as in the project's `defaults`. */
  readonly headers?: LateValues
  /** Put before the path of every request to this service. */
  readonly basePath?: string
  /** An expectation that means failure wherever the service answers. */
  readonly failIf?: unknown
}

/** A local program. */
export interface ProcessDefinition {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly unknown[]
  /** Relative to the project's folder. @default the project's folder */
  readonly cwd?: string
  /** Added to the environment of the run; null takes a variable away. */
  readonly env?: Readonly<Record<string, unknown>>
  /** @default 'auto', a free port; the program is told as `PORT` either way */
  readonly port?: number | string
  /** @default { tcp: true } */
  readonly ready?: ReadyDefinition
  readonly stop?: {
    /** @default 'SIGTERM' */
    readonly signal?: string
    /** How long it may take to end before it is killed. @default '5s' */
    readonly grace?: string
  }
}

/** A WSGI or ASGI application in a process of ours, where its functions can be replaced. */
export interface PythonDefinition {
  /** `module:attribute`; `()` behind it calls a factory. */
  readonly app: unknown
  /** Where modules are imported from, relative to the project's folder. @default the project's folder */
  readonly cwd?: string
  /** The interpreter; a path is relative to the project's folder. @default that of the active virtual environment, else 'python3' */
  readonly python?: unknown
  /** Added to the environment of the run; null takes a variable away. */
  readonly env?: Readonly<Record<string, unknown>>
  /** Replaced for all tests of the service. */
  readonly mocks?: Mocks
  /** How long importing and starting up may take. @default { timeout: '2m' } */
  readonly ready?: { readonly timeout?: string }
  /** Whether coverage.py records which lines ran. @default false */
  readonly coverage?: boolean
}

/** A service that docker compose starts. */
export interface ComposeDefinition {
  /** Merged by compose in this order, relative to the project's folder; their own paths start at the folder of the first. */
  readonly files: readonly string[]
  /** Its name in the files. */
  readonly service: string
  /** Inside the container; the files publish it on a free port. */
  readonly port: unknown
  /** Others of the files that start too; those that it depends on start anyway. */
  readonly also?: readonly string[]
  /** Values of `${…}` in the files, beside those of the environment. */
  readonly variables?: Readonly<Record<string, unknown>>
  /** Its `command` runs inside the container. @default { tcp: true } */
  readonly ready?: ReadyDefinition
  readonly cleanup?: {
    /** @default true */
    readonly volumes?: boolean
    /** @default 'none' */
    readonly images?: 'none' | 'local' | 'all'
  }
  /** Makes one more file, absolute, once the environment of the image and of the files is known; not written in a spec. */
  readonly addition?: (environment: Readonly<Record<string, string>>) => string
}

/** A Node application in the process of the tests, where its functions can be replaced. */
export interface NodeDefinition {
  /** Imports the application, so that TypeScript and `vi.mock` hold for it as for the tests. */
  readonly app: () => unknown
  /** Set before it is loaded. */
  readonly env?: Readonly<Record<string, unknown>>
  /** Replaced for all tests of the service. */
  readonly mocks?: Mocks
}

/** Something that already runs elsewhere. */
export interface UrlDefinition {
  readonly url: unknown
  /** Set while a load runs, after the services started: what the hub knows under this name is somewhere else. */
  readonly unknownToHub?: true
  /** Whether leak windows and load profiles may run against it. @default false */
  readonly allowLoad?: boolean
  /** @default { tcp: true, timeout: '5s' } */
  readonly ready?: ReadyDefinition
}

/** When a service counts as ready; one of `http`, `tcp`, `log`, `command`. */
export interface ReadyDefinition {
  /** A path; any answer counts unless `status` says which. */
  readonly http?: string
  /** A number, a class such as `2xx`, or a list of them. */
  readonly status?: number | string | readonly (number | string)[]
  /** The port accepts connections. */
  readonly tcp?: boolean
  /** A regular expression that a line of the output matches, from the first line on. */
  readonly log?: string
  /** A program that exits with 0 once the service is ready. */
  readonly command?: readonly unknown[]
  /** @default '60s' */
  readonly timeout?: string
  /** Between two probes. @default growing from 10ms to 250ms */
  readonly interval?: string
}

/** What a service that is written as a function knows when it starts. */
export interface ServiceScope<Names extends string = string> {
  /** The service's own port. */
  readonly port: number
  /** The services it depends on; naming one here makes it a dependency. */
  readonly services: Readonly<Record<Names, ServiceAddress>>
  /** The stubs that its values name, which listen before it starts. */
  readonly stubs: Readonly<Record<string, ServiceAddress>>
}

/** A service, or a function of what is known when it starts. */
export type ServiceEntry<Names extends string = string> = ServiceDefinition | ((scope: ServiceScope<Names>) => ServiceDefinition)

/**
 * The services of a project, by name, the default one first. One that needs its own port or another service's address is a function.
 *
 * @example
 * defineServices({
 *   db: { process: { command: ['postgres', '-D', 'data'] } },
 *   api: ({ port, services }) => ({ process: { command: ['api', '--port', port], env: { DB: services.db.url } } }),
 * })
 */
export function defineServices<Names extends string>(
  services: Readonly<Record<Names, ServiceEntry<NoInfer<Names>>>>,
): Readonly<Record<Names, ServiceEntry<Names>>> {
  return services
}
