import type { LoadDefinition } from '../program/define-load.ts'
import { outlineService } from '../../services/evaluate-service.ts'
import { hostNodeApp } from '../../services/kinds/node/host-node-app.ts'
import type { ServiceEntry } from '../../services/service-definition.ts'
import { withRandom } from '../../values/random.ts'
import { LoadPlanError } from './load-plan.ts'

/** Reads a compiled load file. Its Node applications become programs of their own, so that they do not compete with who sends. */
export async function importLoad(file: string, host?: string, { moved = false } = {}): Promise<LoadDefinition> {
  const { load } = (await import(file)) as { load: LoadDefinition }
  const project = host === undefined ? load.project : withHost(load.project, host, { moved })
  return { ...load, project: withPrograms(project, file) }
}

type Served = { readonly services?: Readonly<Record<string, ServiceEntry>> }

function withPrograms<Project extends Served>(project: Project, module: string): Project {
  const entries = Object.entries(project.services ?? {})
  if (!entries.some(([, entry]) => isNode(entry))) return project
  const services = entries.map(([name, entry]) => [name, isNode(entry) ? hosted(entry, { module, name }) : entry] as const)
  return { ...project, services: Object.fromEntries(services) }
}

function hosted(entry: ServiceEntry, of: { readonly module: string; readonly name: string }): ServiceEntry {
  const { definition } = outlineService(entry)
  if ('node' in definition && definition.node.mocks !== undefined)
    throw new LoadPlanError(
      `Service \`${of.name}\` replaces modules of its application, which only tests can do; a load would measure the replacements`,
    )
  return hostNodeApp(entry, of)
}

/** What is wrong with an entry that cannot be read is said by whoever starts it. */
function isNode(entry: ServiceEntry): boolean {
  try {
    return 'node' in withRandom('service', () => outlineService(entry)).definition
  } catch {
    return false
  }
}

/** The project with another address for its first service, which is not started then. */
export function withHost<Project extends Served>(project: Project, host: string, { moved = false } = {}): Project {
  const [first] = Object.keys(project.services ?? {})
  if (first === undefined) return project
  const entry = project.services?.[first] as ServiceEntry
  const elsewhere = (definition: object): ServiceEntry => {
    const { headers, basePath, failIf } = definition as Readonly<Record<string, unknown>>
    return {
      url: host,
      ...(moved && { unknownToHub: true }),
      ...(headers !== undefined && { headers }),
      ...(basePath !== undefined && { basePath }),
      ...(failIf !== undefined && { failIf }),
    } as ServiceEntry
  }
  const replaced = typeof entry === 'function' ? (scope: never) => elsewhere(entry(scope)) : elsewhere(entry)
  return { ...project, services: { ...project.services, [first]: replaced as ServiceEntry } }
}
