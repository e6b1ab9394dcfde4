import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { runInProcess } from '../test-host.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'apitest-init-'))
  folders.push(folder)
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  return folder
}

async function init(files: Readonly<Record<string, string>>) {
  const folder = folderWith(files)
  const ran = await runInProcess(folder, ['init', '--name', 'shop'])
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  const validated = await runInProcess(folder, ['validate'])
  return { ...ran, folder, read, validated, spec: parse(read('apitest.yaml')) as Record<string, Record<string, Record<string, unknown>>> }
}

describe('init', () => {
  it('writes a small service and its tests into an empty folder', async () => {
    const { exitCode, stdout, read, validated, spec } = await init({})
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(read('apitest.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\/node_modules\/apitest\/schema\/apitest\.schema\.json\n/)
    expect(read('server.mjs')).toContain('createServer')
    expect(read('.gitignore')).toBe('node_modules/\napitest-report/\n')
    expect(JSON.parse(read('.vscode/extensions.json'))).toEqual({ recommendations: ['redhat.vscode-yaml'] })
    expect(JSON.parse(read('.vscode/settings.json'))).toEqual({ 'yaml.schemas': { './node_modules/apitest/schema/apitest.schema.json': ['apitest.yaml', '*.apitest.yaml'] } })
    expect(spec.services).toEqual({ todos: { process: { command: 'node server.mjs', ready: { http: '/health' } } } })
    expect(validated).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('says the command that brings over a document or a collection, in words that a shell takes', async () => {
    const { stderr } = await init({
      'openapi.yaml': 'openapi: 3.1.0\npaths:\n  /ping: { get: { responses: { 204: {} } } }\n',
      'my shop.postman_collection.json': '{"info":{"schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},"item":[]}',
    })
    expect(stderr).toContain('npx apitest import openapi openapi.yaml -o contract')
    expect(stderr).toContain("npx apitest import postman 'my shop.postman_collection.json' -o postman")
  })

  it.each([
    [
      'a Flask app that gunicorn serves',
      { 'project/app.py': "from flask import Flask\napp = Flask(__name__)\n\n@app.route('/')\ndef home(): return 'x'\n\n@app.get('/health')\ndef h(): return 'y'\n\n@app.route('/pay', methods=['POST'])\ndef p(): return 'z'\n", 'project/requirements.txt': 'flask\ngunicorn\n' },
      { process: { command: 'gunicorn app:app --workers=1 --bind 127.0.0.1:${port}', cwd: 'project', ready: { tcp: true } } },
      ['GET /health', 'GET /'],
    ],
    [
      'a FastAPI app',
      { 'main.py': "from fastapi import FastAPI\napi = FastAPI()\n\n@api.get('/items')\ndef items(): return []\n\n@api.get('/items/{sku}')\ndef item(sku): return {}\n" },
      { process: { command: 'python3 -m uvicorn main:api --host 127.0.0.1 --port ${port}', ready: { tcp: true } } },
      ['GET /items'],
    ],
    [
      'an Express app with a fixed port',
      { 'package.json': '{"dependencies":{"express":"5"},"scripts":{"start":"node src/index.js"}}', 'src/index.js': "import express from 'express'\nconst app = express()\napp.get('/status', (q, r) => r.send('ok'))\napp.listen(8080)\n" },
      { process: { command: 'node src/index.js', port: 8080, ready: { tcp: true } } },
      ['GET /status'],
    ],
    [
      'a Fastify app that reads PORT',
      { 'package.json': '{"dependencies":{"fastify":"5"},"main":"server.js"}', 'server.js': "const app = require('fastify')()\napp.listen({ port: process.env.PORT || 3000 })\n" },
      { process: { command: 'node server.js', ready: { tcp: true } } },
      ['the service answers'],
    ],
    ['a compose file', { 'docker-compose.yml': 'services:\n  db: { image: x }\n  web:\n    build: .\n    ports: ["127.0.0.1:5001:5000"]\n' }, { url: 'http://127.0.0.1:5001' }, ['the service answers']],
    ['a Dockerfile', { Dockerfile: 'FROM x\nEXPOSE 9000\n' }, { url: 'http://127.0.0.1:9000' }, ['the service answers']],
    [
      'an OpenAPI document beside an app',
      { 'server.mjs': 'x.listen(process.env.PORT)', 'openapi.yaml': 'openapi: 3.1.0\npaths:\n  /ping: { get: { summary: alive, responses: { 204: {} } } }\n  /items/{id}: { get: { responses: { 200: {} } } }\n  /secret: { get: { security: [x], responses: { 200: {} } } }\n' },
      { process: { command: 'node server.mjs', ready: { tcp: true } } },
      ['alive'],
    ],
  ])('describes %s', async (_, files, service, tests) => {
    const { exitCode, spec, validated } = await init(files)
    expect(exitCode).toBe(0)
    expect(Object.values(spec.services!)[0]).toEqual(service)
    expect(Object.keys(spec.tests!)).toEqual(tests)
    expect(validated).toMatchObject({ exitCode: 0, stderr: '' })
  })

  it('keeps what is in the files that it adds to', async () => {
    const { read, stderr } = await init({
      '.gitignore': 'node_modules\n*.log',
      '.vscode/settings.json': '{\n  // two spaces\n  "editor.tabSize": 2, // as everywhere\n}\n',
      '.vscode/extensions.json': '{ "recommendations": ["vitest.explorer"] }',
    })
    expect(read('.gitignore')).toBe('node_modules\n*.log\napitest-report/\n')
    expect(read('.vscode/settings.json')).toBe(`{
  // two spaces
  "editor.tabSize": 2, // as everywhere
  "yaml.schemas": {
    "./node_modules/apitest/schema/apitest.schema.json": [
      "apitest.yaml",
      "*.apitest.yaml"
    ]
  }
}
`)
    expect(JSON.parse(read('.vscode/extensions.json'))).toEqual({ recommendations: ['redhat.vscode-yaml', 'vitest.explorer'] })
    expect(stderr).toContain('Next: npx apitest run')
  })

  it('leaves editor settings alone that it cannot read', async () => {
    const { read, stderr } = await init({ '.vscode/settings.json': '{ broken' })
    expect(read('.vscode/settings.json')).toBe('{ broken')
    expect(stderr).toMatch(/settings\.json +left as it is/)
  })

  it('overwrites nothing', async () => {
    const folder = folderWith({ 'apitest.yaml': 'version: 1\n' })
    const { exitCode, stderr } = await runInProcess(folder, ['init'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error `apitest.yaml` exists already, and init overwrites nothing\nhint: `npx apitest run` runs it\n' })
    expect(readFileSync(join(folder, 'apitest.yaml'), 'utf8')).toBe('version: 1\n')
  })
})
