import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServiceDefinition, ServiceEntry } from '../../services/service-definition.ts'
import { probeEnvironment } from './probe-folder.ts'

/** Where the folder of the probe lies inside a container. */
const INSIDE = '/apitest-probe'

/** The same service, with the probe loaded into its programs: by their environment, or by one more compose file. Its image stays as it is. */
export function injectProbe(entry: ServiceEntry, folder: string): ServiceEntry {
  return typeof entry === 'function' ? (scope) => withProbe(entry(scope), folder) : withProbe(entry, folder)
}

function withProbe(definition: ServiceDefinition, folder: string): ServiceDefinition {
  if ('process' in definition)
    return { ...definition, process: { ...definition.process, env: withEnvironment(definition.process.env, folder) } }
  if ('python' in definition)
    return { ...definition, python: { ...definition.python, env: withEnvironment(definition.python.env, folder) } }
  const addition = (service: string) => (environment: Readonly<Record<string, string>>) => composeFile(service, { folder, environment })
  if ('compose' in definition) return { ...definition, compose: { ...definition.compose, addition: addition(definition.compose.service) } }
  if ('container' in definition)
    return { ...definition, container: { ...definition.container, addition: addition(definition.container.service) } }
  return definition
}

function withEnvironment(own: Readonly<Record<string, unknown>> = {}, folder: string): Readonly<Record<string, unknown>> {
  const before = { ...process.env, ...own } as Record<string, string | undefined>
  return { ...own, ...probeEnvironment(folder, before) }
}

/** JSON is YAML; compose merges it over the files before it. What the image or those files had in the same variables stays in them. */
function composeFile(service: string, { folder, environment }: { folder: string; environment: Readonly<Record<string, string>> }): string {
  const path = join(folder, 'compose.json')
  const addition = {
    // a dollar would be a variable of compose
    environment: Object.fromEntries(
      Object.entries(probeEnvironment(INSIDE, environment)).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]),
    ),
    volumes: [{ type: 'bind', source: folder, target: INSIDE }],
  }
  writeFileSync(path, JSON.stringify({ services: { [service]: addition } }))
  return path
}
