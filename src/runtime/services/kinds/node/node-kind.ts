import { serviceError } from '../../service-error.ts'
import type { ServiceKind } from '../../service-kind.ts'

/** An application inside the process of the tests, which start it themselves; here there is nothing to start. */
export const nodeKind: ServiceKind<'node'> = {
  name: 'node',
  start: ({ name }) =>
    Promise.reject(
      serviceError({
        service: name,
        message: `Service \`${name}\` runs in the process of the tests, and other services cannot call it`,
        path: ['node'],
        hint: 'Start it as `process`',
      }),
    ),
}
