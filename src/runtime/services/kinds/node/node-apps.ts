import { devNull } from 'node:os'
import { callHub } from '../../hub/hub-connection.ts'
import type { AppNews } from '../../hub/app-results.ts'
import { HUB_VARIABLE } from '../../hub/hub-protocol.ts'
import { openLog } from '../../open-log.ts'
import type { NodeDefinition, ServiceAddress } from '../../service-definition.ts'
import { ServiceError, serviceError } from '../../service-error.ts'
import { atRunEnd } from '../../run-end.ts'
import { startNodeApp } from './node-app.ts'
import type { NodeApp } from './node-app.ts'

/** By the entry of the project, which is the same for all tests of a worker. */
const apps = new Map<object, { readonly name: string; readonly starting: Promise<NodeApp>; told: boolean }>()

/** Where an application listens; it starts once a worker. */
export async function accessNodeApp(entry: object, { name, define }: { name: string; define(): NodeDefinition }): Promise<ServiceAddress> {
  const known = apps.get(entry)
  const app = known ?? { name, starting: startAndTell(name, define()), told: false }
  if (apps.size === 0) atRunEnd(closeNodeApps)
  apps.set(entry, app)
  try {
    return (await app.starting).address
  } catch (error) {
    if (!app.told || !(error instanceof ServiceError)) {
      app.told = true
      throw error
    }
    throw serviceError({
      service: name,
      message: `${error.failure.message} (told in full by the first test that needed it)`,
      path: error.failure.path,
    })
  }
}

/** What an application printed and threw since a moment; `undefined` for a service that is none. */
export async function nodeAppLog(name: string, sinceMs: number): Promise<readonly string[] | undefined> {
  for (const app of apps.values()) if (app.name === name) return (await app.starting.catch(() => undefined))?.log(sinceMs)
  return undefined
}

/** The hub keeps its result for the report; without one, under a test runner alone, there is no report. */
async function startAndTell(name: string, definition: NodeDefinition): Promise<NodeApp> {
  const began = performance.now()
  const tell = async (app: AppNews) => (process.env[HUB_VARIABLE] === undefined ? undefined : callHub('app', { service: name, app }))
  const logFile = (await tell({ state: 'starting' }))?.logFile ?? devNull
  try {
    const log = openLog({ name, kind: 'node', file: logFile }, { shared: true })
    const app = await startNodeApp(name, { definition, log })
    await tell({ state: 'ready', url: app.address.url, readyMs: Math.round(performance.now() - began) })
    return app
  } catch (error) {
    await tell({ state: 'failed' })
    throw error
  }
}

/** At the end of the run; what an application cannot close is said and no more. */
async function closeNodeApps(): Promise<void> {
  const open = [...apps.values()]
  apps.clear()
  for (const { name, starting } of open) {
    const app = await starting.catch(() => undefined)
    await app?.close().catch((error: unknown) => process.stderr.write(`apitest: \`${name}\` could not be closed: ${String(error)}\n`))
  }
}
