import type { Service } from '../../../spec/types.gen.ts'
import { compose } from './compose.ts'
import { container } from './container.ts'
import { node } from './node.ts'
import { process } from './process.ts'
import { python } from './python.ts'
import type { ServiceKind } from './service-kind.ts'
import { url } from './url.ts'

/** Keys of a service that stand beside its kind. */
type SharedKey = 'allowLoad' | 'basePath' | 'dependsOn' | 'description' | 'failIf' | 'headers'

/** Every kind of service; `tsc` names what the schema has and this lacks. */
export const serviceKinds: { readonly [Name in Exclude<keyof Service, SharedKey>]-?: ServiceKind } = {
  process,
  url,
  compose,
  container,
  python,
  node,
}
