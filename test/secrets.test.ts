import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryProject } from './support/temporary-project.ts'

const declared = 'p@ss/word+"quoted" 7'
const captured = 'captured-secret/+value'

const granted = 'oauth-token-"x/1'

/** Prints all that it is sent. */
const server = `import { createServer } from 'node:http'
const answers = {
  '/token': { token: ${JSON.stringify(captured)} },
  '/oauth': { access_token: ${JSON.stringify(granted)}, expires_in: 60 },
}
createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const answer = JSON.stringify(answers[request.url] ?? { body, headers: request.headers })
  console.log(request.method + ' ' + request.url, request.headers.authorization, body, answer)
  response.setHeader('content-type', 'application/json').end(answer)
}).listen(process.env.PORT, '127.0.0.1')
`

const spec = `version: 1
name: shop
env:
  API_KEY: { required: true, secret: true }
services:
  shop:
    process:
      command: node server.mjs
      env: { KEY: "\${env.API_KEY}" }
      ready: { http: /health }
requests:
  who: { get: /who, auth: { basic: { username: bob, password: "\${env.API_KEY}" } }, expect: { status: 200 } }
  granted: { get: /who, auth: { oauth2: { tokenUrl: "\${services.shop.url}/oauth", clientId: me, clientSecret: "\${env.API_KEY}" } }, expect: { status: 200 } }
tests:
  a password is in a header: { request: who }
  a token is in a header: { request: granted }
  a failing test shows everything but secrets:
    steps:
      - get: /token
        capture: { token: { jsonPath: $.token, secret: true } }
        expect: { status: 200 }
      - post: /echo
        headers: { x-api-key: "\${urlEncode(env.API_KEY)}" }
        auth: { basic: { username: admin, password: "\${env.API_KEY}" } }
        query: { key: "\${env.API_KEY}" }
        json: { key: "\${env.API_KEY}", token: "\${captures.token}", encoded: "\${base64(env.API_KEY)}" }
        expect:
          status: 418
          json: { key: "\${env.API_KEY}" }
          text: { startsWith: "\${captures.token}" }
`

test('no artefact holds a secret, raw or encoded', async () => {
  const project = temporaryProject({ 'apitest.yaml': spec, 'server.mjs': server })
  const { exitCode, stdout, stderr } = await project.apitest(['run', '--reporter', 'junit,json,github,html'], { env: { API_KEY: declared } })
  expect(exitCode).toBe(1)
  const artefacts = new Map([['terminal', stdout + stderr]])
  for (const folder of ['apitest-report', 'generated']) {
    for (const file of readdirSync(path.join(project.folder, folder), { recursive: true, withFileTypes: true })) {
      if (file.isFile()) artefacts.set(path.join(file.parentPath, file.name), readFileSync(path.join(file.parentPath, file.name), 'utf8'))
    }
  }
  expect(artefacts.size).toBeGreaterThan(8)
  const found: string[] = []
  for (const [name, text] of artefacts) {
    for (const secret of [declared, captured, granted]) {
      const forms = {
        raw: secret,
        'URL-encoded': encodeURIComponent(secret),
        'form-encoded': new URLSearchParams({ s: secret }).toString().slice(2),
        base64: Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        'JSON-escaped': JSON.stringify(secret).slice(1, -1),
        'XML-escaped': secret.replaceAll('"', '&quot;'),
        'inside basic auth': basic('admin', secret),
        // one byte off, so that the secret's own base64 is no part of it
        'inside basic auth of another name': basic('bob', secret),
        'inside the credentials of a client': basic('me', new URLSearchParams({ s: secret }).toString().slice(2)),
      }
      for (const [form, value] of Object.entries(forms)) if (text.includes(value)) found.push(`${name}: ${form}`)
    }
  }
  expect(found).toEqual([])
  expect(artefacts.get('terminal')).toContain('***')
})

function basic(username: string, password: string): string {
  return Buffer.from(`${username}:${password}`).toString('base64').replace(/=+$/, '')
}
