import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { shopServer } from './support/shop-server.ts'
import { temporaryProject } from './support/temporary-project.ts'

const declared = 'p@ss/word+"quoted" 7'
const captured = 'captured-secret/+value'

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
tests:
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
  const project = temporaryProject({ 'apitest.yaml': spec, 'server.mjs': shopServer })
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
    for (const secret of [declared, captured]) {
      const forms = {
        raw: secret,
        'URL-encoded': encodeURIComponent(secret),
        'form-encoded': new URLSearchParams({ s: secret }).toString().slice(2),
        base64: Buffer.from(secret).toString('base64').replace(/=+$/, ''),
        'JSON-escaped': JSON.stringify(secret).slice(1, -1),
        'XML-escaped': secret.replaceAll('"', '&quot;'),
        'inside basic auth': Buffer.from(`admin:${secret}`).toString('base64').replace(/=+$/, ''),
      }
      for (const [form, value] of Object.entries(forms)) if (text.includes(value)) found.push(`${name}: ${form}`)
    }
  }
  expect(found).toEqual([])
  expect(artefacts.get('terminal')).toContain('***')
})
