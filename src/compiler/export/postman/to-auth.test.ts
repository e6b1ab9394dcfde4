import { expect, it } from 'vitest'
import { importPostman } from '../../import/postman/import-postman.ts'
import { toAuth } from './to-auth.ts'

it.each([
  ['{ bearer: t }', { bearer: 't' }],
  ['{ apiKey: { query: key, value: v } }', { apiKey: { query: 'key', value: 'v' } }],
  ['{ aws: { accessKey: A, secretKey: S, region: eu-west-1, in: query } }', { aws: { accessKey: 'A', secretKey: 'S', region: 'eu-west-1', in: 'query' } }],
  ['{ hawk: { id: i, key: k, ext: e, signBody: true } }', { hawk: { id: 'i', key: 'k', ext: 'e', signBody: true } }],
  ['{ oauth1: { consumerKey: c, consumerSecret: s } }', { oauth1: { consumerKey: 'c', consumerSecret: 's' } }],
  ['{ jwt: { secret: s, claims: { sub: a }, query: token } }', { jwt: { secret: 's', claims: { sub: 'a' }, query: 'token' } }],
])('an import of what is exported says %s again', (written, auth) => {
  const missing: string[] = []
  const item = [{ name: 'a', request: { method: 'GET', url: 'http://127.0.0.1:1/a', ...toAuth(auth, (what) => missing.push(what)) } }]
  const text = JSON.stringify({ info: { name: 'c' }, item })
  const { files } = importPostman({ collection: { file: 'c.json', text }, upload: () => undefined })
  expect(missing).toEqual([])
  expect(files.find(({ path }) => path === 'apitest.yaml')?.text).toContain(`auth: ${written}`)
})

it('tells what Postman has no words for', () => {
  const missing: string[] = []
  toAuth({ oauth2: { tokenUrl: '/t' } }, (what) => missing.push(what))
  expect(missing).toEqual(['its authorization'])
})
