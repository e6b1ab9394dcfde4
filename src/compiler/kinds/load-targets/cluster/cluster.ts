import type { ScriptFile } from '../script/load-script.ts'
import type { LoadScript } from '../script/load-script.ts'

/** What all files of a cluster are made from. */
export interface Cluster {
  readonly script: LoadScript
  /** Names of things in it begin with this: lower case letters, digits and hyphens. */
  readonly name: string
  readonly workers: number
  readonly namespace: string | undefined
  /** From the folder `cluster/` to that of the project, without a slash at its end. */
  readonly folder: string
  /** Files of the project that the scripts read. */
  readonly files: readonly string[]
  readonly header: string
}

/** The versions that the scripts are tested with. */
export const images = { locust: 'locustio/locust:2.47.0', k6: 'grafana/k6:1.8.1' } as const

/** Where the project's files lie in a container. */
export const projectMount = '/project'

/** Files of the project that a script reads, in the order in which they first appear. */
export function filesOf(script: LoadScript): readonly string[] {
  const found = new Set<string>()
  for (const constant of script.constants) {
    const [kind, value] = (constant.kind === 'fixture' ? constant.fixture.value.entries[0] : undefined) ?? []
    if (kind !== undefined && kind !== 'value' && value?.kind === 'literal') found.add(String(value.value))
  }
  collect([script.tasks, script.flows], found)
  return [...found]
}

function collect(part: unknown, found: Set<string>): void {
  if (Array.isArray(part)) for (const item of part) collect(item, found)
  else if (typeof part === 'object' && part !== null) {
    const { kind, path } = part as Partial<ScriptFile>
    if (kind === 'path' && typeof path === 'string') found.add(path)
    for (const item of Object.values(part)) collect(item, found)
  }
}
