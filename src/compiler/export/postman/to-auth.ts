import { isMap } from '../../import/postman/read-collection.ts'
import { toTemplate, toTemplates } from './to-template.ts'

type OnMissing = (what: string) => void
type Keys = Readonly<Record<string, unknown>>

/** Keys of ours that Postman calls otherwise; the others have the same name. */
const theirs: Readonly<Record<string, { readonly type: string; readonly keys: Readonly<Record<string, string>> }>> = {
  aws: { type: 'awsv4', keys: {} },
  hawk: { type: 'hawk', keys: { id: 'authId', key: 'authKey', ext: 'extraData', signBody: 'includePayloadHash' } },
  oauth1: { type: 'oauth1', keys: { signBody: 'includeBodyHash' } },
  jwt: {
    type: 'jwt',
    keys: { secretIsBase64: 'isSecretBase64Encoded', claims: 'payload', prefix: 'headerPrefix', query: 'queryParamKey' },
  },
}

/** What Postman has no default for, or another than ours. */
const defaults: Readonly<Record<string, Keys>> = {
  aws: { region: 'us-east-1', service: 'execute-api' },
  hawk: { algorithm: 'sha256' },
  oauth1: { signatureMethod: 'HMAC-SHA1', version: '1.0' },
  jwt: { algorithm: 'HS256', claims: {} },
}

/** `auth` of a request, as a collection has it. */
export function toAuth(given: unknown, onMissing: OnMissing): object {
  if (!isMap(given)) return {}
  if (given['bearer'] !== undefined) return written('bearer', { token: given['bearer'] }, onMissing)
  if (isMap(given['basic'])) return written('basic', given['basic'], onMissing)
  if (isMap(given['digest'])) return written('digest', given['digest'], onMissing)
  if (isMap(given['apiKey'])) {
    const { header, query, value } = given['apiKey']
    return written('apikey', { key: header ?? query, value, in: header === undefined ? 'query' : 'header' }, onMissing)
  }
  for (const [kind, { type, keys }] of Object.entries(theirs)) {
    const values = given[kind]
    if (!isMap(values)) continue
    const { in: place, ...named } = { ...defaults[kind], ...values }
    const renamed = Object.entries(named).map(([key, value]) => [keys[key] ?? key, value] as const)
    return written(type, { ...Object.fromEntries(renamed), ...placeOf(kind, { place, query: values['query'] }) }, onMissing)
  }
  onMissing('its authorization')
  return {}
}

function placeOf(kind: string, { place, query }: { place: unknown; query: unknown }): Keys {
  if (kind === 'aws') return { addAuthDataToQuery: place === 'query' }
  if (kind === 'oauth1') return { addParamsToHeader: place === undefined || place === 'header', addEmptyParamsToSign: false }
  if (kind === 'jwt') return { addTokenTo: query === undefined ? 'header' : 'queryParam' }
  return {}
}

function written(type: string, values: Keys, onMissing: OnMissing): object {
  const entries = Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'boolean'
        ? value
        : typeof value === 'object'
          ? JSON.stringify(toTemplates(value, onMissing))
          : toTemplate(String(value), onMissing),
    type: typeof value === 'boolean' ? 'boolean' : 'string',
  }))
  return { auth: { type, [type]: entries } }
}
