import { randomUUID } from 'node:crypto'
import { RequestError } from '../http/request-error.ts'
import { missingSandbox } from './missing-sandbox.ts'

/** The part of postman-sandbox that is used. */
export interface SandboxContext {
  execute(target: unknown, options: unknown, callback: (error: unknown, result: ExecutionResult | undefined) => void): void
  on(event: string, listener: (...args: never[]) => void): void
  removeAllListeners(event: string): void
  dispatch(event: string, ...args: readonly unknown[]): void
  dispose(callback?: () => void): void
}

export interface ScopeJson {
  readonly name?: string
  readonly values: readonly { readonly key: string; readonly value?: unknown; readonly disabled?: boolean }[]
}

export interface ExecutionResult {
  readonly environment?: ScopeJson
  readonly globals?: ScopeJson
  readonly collectionVariables?: ScopeJson
  readonly _variables?: ScopeJson
  readonly request?: unknown
  readonly return?: { readonly nextRequest?: string | null }
}

let opened: Promise<SandboxContext> | undefined

/** One sandbox a worker, opened for the first script; it ends with the worker. */
export function openSandbox(): Promise<SandboxContext> {
  opened ??= create()
  return opened
}

async function create(): Promise<SandboxContext> {
  const sandbox = await load()
  return new Promise((resolve, reject) => {
    sandbox.createContext({}, (error, context) => {
      if (error !== null && error !== undefined) reject(error instanceof Error ? error : new Error(String(error)))
      else resolve(context)
    })
  })
}

interface SandboxModule {
  createContext(options: unknown, callback: (error: unknown, context: SandboxContext) => void): void
}

async function load(): Promise<SandboxModule> {
  // not a dependency of this package: only projects with scripts need it, so types and bundlers must not look for it
  const name: string = 'postman-sandbox'
  try {
    const module = (await import(name)) as { default?: SandboxModule } & SandboxModule
    return module.default ?? module
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_MODULE_NOT_FOUND') throw new RequestError('request', missingSandbox, { cause: error })
    throw error
  }
}

export interface Assertion {
  readonly name: string
  readonly passed: boolean
  readonly skipped: boolean
  readonly error: { readonly message: string } | null
}

export interface Execute {
  readonly code: string
  readonly listen: 'prerequest' | 'test'
  readonly name: string
  readonly iteration: { readonly index: number; readonly count: number }
  readonly context: object
  readonly onAssertion: (assertion: Assertion) => void
  readonly onSkip: () => void
  readonly onRequest: (request: unknown) => Promise<unknown>
  readonly onCookies: (method: string, args: readonly unknown[]) => unknown
}

/** Runs one script; mistakes of the script come back as `mistake`. */
export async function execute(options: Execute): Promise<{ result: ExecutionResult | undefined; mistake: string | undefined }> {
  const sandbox = await openSandbox()
  const id = randomUUID()
  const events: string[] = []
  const listen = (event: string, listener: (...args: never[]) => void): void => {
    events.push(`execution.${event}.${id}`)
    sandbox.on(`execution.${event}.${id}`, listener)
  }
  let late: string | undefined
  listen('assertion', (_: unknown, assertions: readonly Assertion[]) => assertions.forEach(options.onAssertion))
  listen('skipRequest', options.onSkip)
  listen('error', (_: unknown, error: { name?: string; message?: string }) => {
    late ??= describe(error)
  })
  listen('request', (_: unknown, execution: string, request: string, definition: unknown) => {
    const answer = (error: unknown, response?: unknown): void =>
      sandbox.dispatch(`execution.response.${execution}`, request, error, response)
    options.onRequest(definition).then(
      (response) => answer(null, response),
      (error: unknown) => answer({ message: error instanceof Error ? error.message : String(error) }),
    )
  })
  listen('cookies', (event: string, _: string, method: string, args: readonly unknown[]) => {
    sandbox.dispatch(`execution.cookies.${id}`, event, null, options.onCookies(method, args))
  })
  try {
    return await new Promise((resolve) => {
      sandbox.execute(
        { listen: options.listen, script: { type: 'text/javascript', exec: options.code } },
        {
          id,
          timeout: scriptTimeoutMs,
          cursor: { iteration: options.iteration.index, cycles: options.iteration.count, ref: id },
          context: options.context,
          legacy: { _itemId: options.name, _itemName: options.name },
        },
        (error, result) => resolve({ result, mistake: error === null || error === undefined ? late : describe(error) }),
      )
    })
  } finally {
    for (const event of events) sandbox.removeAllListeners(event)
  }
}

/** A script that never ends must not hold the run for long. */
const scriptTimeoutMs = 30_000

function describe(error: unknown): string {
  const { name = 'Error', message = String(error) } = error as { name?: string; message?: string }
  return `${name}: ${message}`
}
