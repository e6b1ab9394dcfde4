import { isApiMap } from '../../../openapi/api-document.ts'
import type { ApiDocument } from '../../../openapi/api-document.ts'

export interface EnvEntry {
  readonly name: string
  readonly secret: boolean
}

/** What of a request proves who sends it. */
export interface SchemeKeys {
  readonly keys: Readonly<Record<string, unknown>>
  readonly env: readonly EnvEntry[]
}

/** The first scheme of an operation that can be written down; its secrets come from the environment. */
export function authOf(document: ApiDocument, schemes: readonly string[]): SchemeKeys | undefined {
  const [name] = schemes
  const node = name === undefined ? undefined : document.child(document.root, 'components', 'securitySchemes', name)
  const scheme = node && document.resolve(node).value
  if (!isApiMap(scheme)) return undefined
  const { type, in: place, name: key } = scheme
  const kind = String(scheme['scheme'] ?? '').toLowerCase()
  if (type === 'http' && (kind === 'basic' || kind === 'digest')) {
    const login = { username: '${env.API_USER}', password: '${env.API_PASSWORD}' }
    return {
      keys: { auth: { [kind]: login } },
      env: [
        { name: 'API_USER', secret: false },
        { name: 'API_PASSWORD', secret: true },
      ],
    }
  }
  if (type === 'apiKey' && typeof key === 'string') {
    const env = [{ name: 'API_KEY', secret: true }]
    if (place === 'cookie') return { keys: { cookies: { [key]: '${env.API_KEY}' } }, env }
    if (place === 'header' || place === 'query') return { keys: { auth: { apiKey: { [place]: key, value: '${env.API_KEY}' } } }, env }
    return undefined
  }
  if (type === 'http' || type === 'oauth2' || type === 'openIdConnect')
    return { keys: { auth: { bearer: '${env.API_TOKEN}' } }, env: [{ name: 'API_TOKEN', secret: true }] }
  return undefined
}
