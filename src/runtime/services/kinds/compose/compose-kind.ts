import type { ServiceKind } from '../../service-kind.ts'
import type { ContainerContext } from './compose-options.ts'

// Most runs start no container, so what it takes is loaded when one does.
const start = async (context: ContainerContext) => (await import('./start-container.ts')).startContainer(context)
const reach = async () => (await import('../../docker/engine.ts')).addressForContainers()

/** A service of the user's own compose files. */
export const composeKind: ServiceKind<'compose'> = { name: 'compose', start, reach }

/** A container from a compose file that was generated for it alone. */
export const containerKind: ServiceKind<'container'> = { name: 'container', start, reach }
