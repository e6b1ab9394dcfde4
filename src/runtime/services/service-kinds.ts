import { processKind } from './kinds/process/process-kind.ts'
import { urlKind } from './kinds/url/url-kind.ts'
import type { ServiceKindName } from './service-handle.ts'
import type { ServiceKind } from './service-kind.ts'

export const serviceKinds: { readonly [Name in ServiceKindName]: ServiceKind<Name> } = { process: processKind, url: urlKind }
