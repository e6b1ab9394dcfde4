import type { LoadDefinition } from '../program/define-load.ts'
import type { ServiceEntry } from '../../services/service-definition.ts'

/** Reads a compiled load file. */
export async function importLoad(file: string, host?: string): Promise<LoadDefinition> {
  const { load } = (await import(file)) as { load: LoadDefinition }
  return host === undefined ? load : { ...load, project: withHost(load.project, host) }
}

/** The project with another address for its first service, which is not started then. */
export function withHost<Project extends { readonly services?: Readonly<Record<string, ServiceEntry>> }>(
  project: Project,
  host: string,
): Project {
  const [first] = Object.keys(project.services ?? {})
  if (first === undefined) return project
  const entry = project.services?.[first] as ServiceEntry
  const elsewhere = (definition: object): ServiceEntry => {
    const { headers, basePath, failIf } = definition as Readonly<Record<string, unknown>>
    return {
      url: host,
      ...(headers !== undefined && { headers }),
      ...(basePath !== undefined && { basePath }),
      ...(failIf !== undefined && { failIf }),
    } as ServiceEntry
  }
  const moved = typeof entry === 'function' ? (scope: never) => elsewhere(entry(scope)) : elsewhere(entry)
  return { ...project, services: { ...project.services, [first]: moved as ServiceEntry } }
}
