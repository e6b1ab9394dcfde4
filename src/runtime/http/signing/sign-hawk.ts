import { createHmac, randomBytes } from 'node:crypto'
import type { HawkAuth } from '../../project/request-types.ts'
import type { WireRequest } from '../send-once.ts'
import { hashBody } from './hash-body.ts'
import type { SigningClock } from './sign-request.ts'

/** The Hawk scheme: a MAC over method, address, time and nonce, with `signBody` also over the body. */
export async function signHawk(auth: HawkAuth, wire: WireRequest, clock?: SigningClock): Promise<WireRequest> {
  const { id, key, algorithm = 'sha256', ext = '', app, delegation = '', signBody = false } = auth
  const timestamp = auth.timestamp ?? String(Math.floor((clock?.now() ?? Date.now()) / 1000))
  const nonce = auth.nonce ?? clock?.nonce() ?? randomBytes(6).toString('base64url')
  const url = new URL(wire.origin)
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const type = wire.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const hash = signBody
    ? await hashBody(wire.body, {
        algorithm,
        encoding: 'base64',
        before: `hawk.1.payload\n${(type.split(';')[0] ?? '').trim().toLowerCase()}\n`,
        after: '\n',
      })
    : ''
  const lines = ['hawk.1.header', timestamp, nonce, wire.method, wire.path, url.hostname.toLowerCase(), port, hash]
  const normal = [...lines, ext.replaceAll('\\', '\\\\').replaceAll('\n', '\\n'), ...(app === undefined ? [] : [app, delegation]), ''].join(
    '\n',
  )
  const fields: (readonly [string, string])[] = [
    ['id', id],
    ['ts', timestamp],
    ['nonce', nonce],
    ['hash', hash],
    ['ext', ext.replaceAll(/["\\]/g, String.raw`\$&`)],
    ['mac', createHmac(algorithm, key).update(normal).digest('base64')],
    ['app', app ?? ''],
    ['dlg', app === undefined ? '' : delegation],
  ]
  const value = fields.flatMap(([name, text]) => (text === '' ? [] : [`${name}="${text}"`])).join(', ')
  return { ...wire, headers: [...wire.headers, ['authorization', `Hawk ${value}`]] }
}
