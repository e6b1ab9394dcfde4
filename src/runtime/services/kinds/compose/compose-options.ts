import { dirname, resolve } from 'node:path'
import type { ServiceKinds, ComposeDefinition } from '../../service-definition.ts'
import type { StartContext } from '../../service-kind.ts'

export type ContainerKindName = 'compose' | 'container'
export type ContainerContext = StartContext<ContainerKindName>

/** A service of a compose file, whichever of the two kinds it was written as. */
export interface ComposeOptions {
  /** The key under which the spec has it. */
  readonly kind: ContainerKindName
  /** Absolute. */
  readonly files: readonly string[]
  /** Where paths of the files start. */
  readonly folder: string
  readonly service: string
  /** Inside the container. */
  readonly port: number
  readonly also: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly ready: ComposeDefinition['ready']
  readonly removeVolumes: boolean
  readonly removeImages: 'none' | 'local' | 'all'
  readonly addition: ComposeDefinition['addition']
}

export function composeOptions({ folder }: ContainerContext, definition: ServiceKinds[ContainerKindName]): ComposeOptions {
  const [kind, container] =
    'compose' in definition ? (['compose', definition.compose] as const) : (['container', definition.container] as const)
  const files = container.files.map((file) => resolve(folder, file))
  const { cleanup = {} } = container
  return {
    kind,
    files,
    folder: kind === 'compose' ? dirname(files[0] ?? folder) : resolve(folder),
    service: container.service,
    port: Number(container.port),
    also: container.also ?? [],
    variables: Object.fromEntries(Object.entries(container.variables ?? {}).map(([name, value]) => [name, variableText(value)])),
    ready: container.ready,
    removeVolumes: cleanup.volumes ?? true,
    removeImages: cleanup.images ?? 'none',
    addition: container.addition,
  }
}

/** A structure becomes JSON, as in a request. */
function variableText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
