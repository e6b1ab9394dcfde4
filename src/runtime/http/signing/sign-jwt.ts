import { constants, createHmac, sign } from 'node:crypto'
import type { JwtAuth } from '../../project/request-types.ts'
import { RequestError } from '../request-error.ts'

/** A JSON Web Token (RFC 7519) with the claims of the request, signed anew for each. */
export function signJwt({ algorithm = 'HS256', claims = {}, header, secret, secretIsBase64, privateKey }: JwtAuth): string {
  const signed = `${encode({ ...header, alg: algorithm })}.${encode(claims)}`
  const hash = `sha${algorithm.slice(2)}`
  if (algorithm.startsWith('HS')) {
    if (!secret) throw new RequestError('request', `\`auth: jwt\` with ${algorithm} needs a \`secret\``)
    const key = secretIsBase64 === true ? Buffer.from(secret, 'base64') : secret
    return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`
  }
  if (!privateKey) throw new RequestError('request', `\`auth: jwt\` with ${algorithm} needs a \`privateKey\``)
  const options = algorithm.startsWith('ES')
    ? { key: privateKey, dsaEncoding: 'ieee-p1363' as const }
    : algorithm.startsWith('PS')
      ? { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { key: privateKey }
  return `${signed}.${sign(hash, Buffer.from(signed), options).toString('base64url')}`
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
