import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execFileSync } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { requireComponent } from '../../../../../test/support/require-component.ts'
import { serviceProject, sessionFolders } from '../../../../../test/services/service-project.ts'
import type { ServiceProject } from '../../../../../test/services/service-project.ts'
import { startService } from '../../hub-client.ts'
import { serve } from '../../serve.ts'
import type { PythonDefinition, ServiceEntry } from '../../service-definition.ts'
import { ServiceError } from '../../service-error.ts'
import type { ServiceFailure } from '../../service-error.ts'

const missing = requireComponent('python')
const withPython = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`
const missingFastapi = requireComponent('fastapi')
const withFastapi = test.skipIf(missingFastapi !== undefined)
const fastapiNote = missingFastapi === undefined ? '' : ` (skipped: ${missingFastapi})`
const missingCoverage = requireComponent('coverage')
const withCoverage = test.skipIf(missingCoverage !== undefined || missing !== undefined)
const coverageNote = missingCoverage === undefined ? note : ` (skipped: ${missingCoverage})`

const flaskApp = `
import os
import sys
from flask import Flask, request

app = Flask(__name__)

@app.get('/')
def health():
    return {'status': 'ok', 'port': os.environ['PORT'], 'mode': os.environ.get('MODE')}

@app.route('/echo', methods=['POST', 'PUT'])
def echo():
    return request.get_data(), 200, [('X-Query', request.query_string.decode()), ('X-Path', request.path), ('X-Two', '1'), ('X-Two', '2')]

@app.get('/caf%C3%A9/<name>')
def cafe(name):
    return {'name': name, 'cookie': request.headers.get('cookie')}

@app.get('/stream')
def stream():
    return app.response_class((f'{i}\\n' for i in range(3)), mimetype='text/plain')

@app.get('/boom')
def boom():
    raise ValueError('the model is not trained')

@app.delete('/')
def gone():
    return '', 204

def create_app():
    return app

not_an_app = 3
`

const fastapiApp = `
from contextlib import asynccontextmanager
from fastapi import FastAPI, Request
from starlette.responses import StreamingResponse

@asynccontextmanager
async def lifespan(app):
    yield {'model': 'loaded'}
    print('the lifespan has ended', flush=True)

app = FastAPI(lifespan=lifespan)

@app.get('/')
async def health(request: Request):
    return {'model': request.state.model}

@app.post('/echo')
async def echo(request: Request):
    return {'length': len(await request.body())}

@app.get('/sync/{number}')
def sync(number: int):
    return {'number': number}

@app.get('/stream')
async def stream():
    async def lines():
        for i in range(3):
            yield f'{i}\\n'
    return StreamingResponse(lines(), media_type='text/plain')

@app.get('/boom')
async def boom():
    raise ValueError('the model is not trained')

@app.get('/refused')
async def refused():
    raise ConnectionRefusedError('no database')
`

async function start(project: ServiceProject, web: ServiceEntry): Promise<{ url: string; stop(): Promise<void> }> {
  const stop = await serve(project.define({ web }), ['web'])
  onTestFinished(stop)
  return { url: (await startService('web')).url, stop }
}

/** The failure of an application that cannot start; nothing of it may be left. */
async function failureOf(project: ServiceProject, python: PythonDefinition): Promise<ServiceFailure> {
  const error = await serve(project.define({ web: { python } }), ['web']).then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(ServiceError)
  expect(project.survivors()).toEqual([])
  expect(sessionFolders()).toEqual([])
  return (error as ServiceError).failure
}

withPython(`a Flask application answers as it does behind a server${note}`, async () => {
  const project = serviceProject({ 'server.py': flaskApp })
  const { url, stop } = await start(project, ({ port }) => ({ python: { app: 'server:app', env: { MODE: `test ${port}` } } }))
  const port = new URL(url).port
  expect(await (await fetch(url)).json()).toEqual({ status: 'ok', port, mode: `test ${port}` })
  const echo = await fetch(`${url}/echo?a=1&b=%20`, { method: 'POST', body: 'z'.repeat(3_000_000) })
  expect((await echo.text()).length).toBe(3_000_000)
  expect(echo.headers.get('x-query')).toBe('a=1&b=%20')
  expect(echo.headers.get('x-two')).toBe('1, 2')
  const streamed = await fetch(`${url}/echo`, { method: 'PUT', body: new Blob(['in ', 'parts']).stream(), duplex: 'half' } as RequestInit)
  expect(await streamed.text()).toBe('in parts')
  const cafe = await fetch(`${url}/caf%25C3%25A9/a%20b`, { headers: { cookie: 'a=1' } })
  expect(await cafe.json()).toEqual({ name: 'a b', cookie: 'a=1' })
  expect(await (await fetch(`${url}/stream`)).text()).toBe('0\n1\n2\n')
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(204)
  expect((await fetch(url, { method: 'HEAD' })).headers.get('content-type')).toBe('application/json')
  expect((await fetch(`${url}/nowhere`)).status).toBe(404)
  await stop()
  expect(project.survivors()).toEqual([])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(project.record().services).toMatchObject([{ kind: 'python', state: 'stopped', forced: false }])
})

withPython(`the traceback of an application stands in the log${note}`, async () => {
  const project = serviceProject({ 'server.py': flaskApp })
  const { url } = await start(project, { python: { app: 'server:app' } })
  expect((await fetch(`${url}/boom`)).status).toBe(500)
  await sleep(50)
  expect(project.log('web')).toMatch(/Exception on \/boom \[GET\]\nTraceback[\s\S]*ValueError: the model is not trained/)
})

withPython(`a factory is called, an attribute of an attribute is found${note}`, async () => {
  const project = serviceProject({ 'server.py': `${flaskApp}\nclass Site:\n    wsgi = app\n` })
  const stop = await serve(project.define({ made: { python: { app: 'server:create_app()' } }, part: { python: { app: 'server:Site.wsgi' } } }), ['made', 'part'])
  onTestFinished(stop)
  for (const name of ['made', 'part']) expect((await fetch((await startService(name)).url)).status).toBe(200)
})

withPython(`an application without a framework may stream, write and fail${note}`, async () => {
  const project = serviceProject({
    'plain.py': `
def app(environ, start_response):
    path = environ['PATH_INFO']
    if path == '/fail':
        raise KeyError('no such thing')
    if path == '/refused':
        raise ConnectionRefusedError('no database')
    if path == '/late':
        return late(start_response)
    write = start_response('200 OK', [('Content-Type', 'text/plain')])
    if path == '/write':
        write(b'written ')
    return [b'', b'body']

def late(start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    yield b'first'
    raise KeyError('too late')
`,
  })
  const { url } = await start(project, { python: { app: 'plain:app' } })
  expect(await (await fetch(url)).text()).toBe('body')
  expect(await (await fetch(`${url}/write`)).text()).toBe('written body')
  const failed = await fetch(`${url}/fail`)
  expect(failed.status).toBe(500)
  expect((await fetch(`${url}/refused`)).status).toBe(500)
  await expect(fetch(`${url}/late`).then((response) => response.text())).rejects.toThrow()
  await sleep(50)
  expect(project.log('web')).toMatch(/Traceback[^\n]*\n {2}File "[^"]*plain\.py"[\s\S]*KeyError: 'no such thing'/)
  expect(project.log('web')).toContain('ConnectionRefusedError: no database')
  expect(project.log('web')).not.toContain('wsgi.py')
})

withFastapi(`a FastAPI application answers, with its lifespan from start to end${fastapiNote}`, async () => {
  const project = serviceProject({ 'api.py': fastapiApp })
  const { url, stop } = await start(project, { python: { app: 'api:app' } })
  expect(await (await fetch(url)).json()).toEqual({ model: 'loaded' })
  expect(await (await fetch(`${url}/echo`, { method: 'POST', body: 'x'.repeat(2_000_000) })).json()).toEqual({ length: 2_000_000 })
  const streamed = await fetch(`${url}/echo`, { method: 'POST', body: new Blob(['in ', 'parts']).stream(), duplex: 'half' } as RequestInit)
  expect(await streamed.json()).toEqual({ length: 8 })
  expect(await (await fetch(`${url}/sync/7`)).json()).toEqual({ number: 7 })
  expect(await (await fetch(`${url}/stream`)).text()).toBe('0\n1\n2\n')
  for (const path of ['boom', 'refused']) expect((await fetch(`${url}/${path}`)).status).toBe(500)
  await stop()
  expect(project.log('web')).toContain('ConnectionRefusedError: no database')
  expect(project.log('web')).toMatch(/Traceback[\s\S]*ValueError: the model is not trained[\s\S]*the lifespan has ended/)
  expect(project.record().services).toMatchObject([{ state: 'stopped', forced: false }])
})

withFastapi(`a startup that fails is told with its traceback${fastapiNote}`, async () => {
  const project = serviceProject({ 'api.py': fastapiApp.replace('    yield', `    raise OSError('no model.pkl')\n    yield`) })
  const failure = await failureOf(project, { app: 'api:app' })
  expect(failure.message).toBe('Service `web` cannot start: its startup fails: OSError: no model.pkl')
  expect(failure.log?.join('\n')).toContain("raise OSError('no model.pkl')")
})

const failures: readonly (readonly [title: string, source: string, app: string, message: RegExp, rest: RegExp])[] = [
  ['a module that does not exist', '', 'sever:app', /`import sever` fails: ModuleNotFoundError: No module named 'sever'$/, /hint: Python does not find `sever`/],
  ['an import that is missing', 'import no_such_module\n', 'server:app', /`import server` fails: ModuleNotFoundError: No module named 'no_such_module'$/, /last lines:\n {2}Traceback[^\n]*\n {2} {2}File "server\.py", line 1[\s\S]*hint: Python does not find `no_such_module`/],
  ['a syntax error', 'def app(:\n', 'server:app', /SyntaxError: invalid syntax \(server\.py, line 1\)$/, /def app\(:/],
  ['an error while it is imported', 'raise RuntimeError("no GPU")\n', 'server:app', /`import server` fails: RuntimeError: no GPU$/, /line 1, in <module>/],
  ['an import that ends the program', 'import sys\nsys.exit("no config")\n', 'server:app', /importing `server` ends the program: SystemExit\('no config'\)$/, /sys\.exit/],
  ['an attribute that does not exist', flaskApp, 'server:ap', /module `server` has no attribute `ap`$/, /hint: Did you mean `app`\? It has .*`create_app`/],
  ['a value that is no application', flaskApp, 'server:not_an_app', /`server:not_an_app` is an `int`, neither a WSGI nor an ASGI application$/, /hint: Name the application object/],
  ['a factory without parentheses', flaskApp, 'server:create_app', /is a function without parameters, not an application$/, /write `app: server:create_app\(\)`/],
  ['a factory that fails', 'def make():\n    raise ValueError("no key")\n', 'server:make()', /`make\(\)` fails: ValueError: no key$/, /raise ValueError/],
  ['a process that ends without a word', 'import os\nos._exit(9)\n', 'server:app', /ended with exit code 9 after .*, before it was ready$/, /app: server:app/],
]

test.skipIf(missing !== undefined).for(failures)(`%s is explained${note}`, async ([, source, app, message, rest]) => {
  const failure = await failureOf(serviceProject({ 'server.py': source }), { app })
  expect(failure.message).toMatch(message)
  const { renderServiceFailure } = await import('../../service-error.ts')
  expect(renderServiceFailure(failure)).toMatch(rest)
})

test('an interpreter that is not there is explained', async () => {
  const project = serviceProject({ 'server.py': '' })
  const failure = await failureOf(project, { app: 'server:app', python: '.venv/bin/python' })
  expect(failure.message).toMatch(/^Service `web` cannot start: `.*\/\.venv\/bin\/python` does not exist$/)
  expect(failure.path).toEqual(['python', 'python'])
  expect(failure.hint).toContain('Install Python 3.9 or newer')
})

withPython(`a Python that is too old is told what is needed${note}`, async () => {
  const project = serviceProject({ 'server.py': '' })
  // A Python that takes itself for an older one; real ones of that age are hard to come by.
  writeFileSync(join(project.folder, 'old-python'), `#!/bin/sh\nexec python3 -c 'import sys, runpy\nsys.version_info = (3, 6, 9)\nrunpy.run_path(sys.argv[1], run_name="__main__")' "$@"\n`, { mode: 0o755 })
  const failure = await failureOf(project, { app: 'server:app', python: './old-python' })
  expect(failure.message).toBe('Service `web` cannot start: Python 3.6.9 is too old')
  expect(failure.hint).toContain('Install Python 3.9 or newer')
})

withPython(`the active virtual environment is used${note}`, async () => {
  const project = serviceProject({ 'server.py': flaskApp })
  mkdirSync(join(project.folder, 'env/bin'), { recursive: true })
  writeFileSync(join(project.folder, 'env/bin/python'), '#!/bin/sh\nMODE=venv exec python3 "$@"\n', { mode: 0o755 })
  process.env.VIRTUAL_ENV = join(project.folder, 'env')
  onTestFinished(() => void delete process.env.VIRTUAL_ENV)
  const { url } = await start(project, { python: { app: 'server:app' } })
  expect(await (await fetch(url)).json()).toMatchObject({ mode: 'venv' })
})

withPython(`an application that takes too long is told where it is, and how to wait longer${note}`, async () => {
  const project = serviceProject({ 'server.py': `import time\ntime.sleep(60)\n${flaskApp}` })
  const failure = await failureOf(project, { app: 'server:app', ready: { timeout: '3s' } })
  expect(failure.message).toMatch(/was not ready after [\d.]+m?s; it is still importing `server:app`/)
  expect(failure.log?.join('\n')).toMatch(/server\.py", line 2/)
  expect(failure.hint).toContain('ready: { timeout: 5m }')
  expect(project.survivors()).toEqual([])
})

withCoverage(`coverage of the application is written where coverage.py looks for it${coverageNote}`, async () => {
  const project = serviceProject({ 'server.py': flaskApp, 'never.py': 'x = 1\n' })
  writeFileSync(join(project.folder, '.coverage'), 'of an earlier run')
  const stop = await serve(project.define({ one: { python: { app: 'server:app', coverage: true } }, two: { python: { app: 'server:app', coverage: true } } }), ['one', 'two'])
  onTestFinished(stop)
  await fetch((await startService('one')).url)
  await fetch(`${(await startService('two')).url}/stream`)
  await stop()
  const report = JSON.parse(execFileSync('python3', ['-m', 'coverage', 'json', '-q', '-o', '-'], { cwd: project.folder, encoding: 'utf8' })) as { files: Record<string, { executed_lines: number[] }> }
  const line = (text: string) => flaskApp.split('\n').findIndex((candidate) => candidate.includes(text)) + 1
  expect(Object.keys(report.files).sort()).toEqual(['never.py', 'server.py'])
  expect(report.files['server.py']?.executed_lines).toContain(line(`'status': 'ok'`))
  expect(report.files['server.py']?.executed_lines).toContain(line('for i in range(3)'))
  expect(report.files['server.py']?.executed_lines).not.toContain(line('raise ValueError'))
  expect(readFileSync(join(project.folder, '.coverage')).subarray(0, 6).toString()).toBe('SQLite')
})

withCoverage(`coverage leaves out our own program, wherever the package lies${coverageNote}`, () => {
  const project = serviceProject({ 'server.py': 'x = 1\n' })
  cpSync(new URL('./apitest_shim', import.meta.url), join(project.folder, 'apitest_shim'), { recursive: true })
  const script = 'from apitest_shim.measuring import Measuring; from apitest_shim import loading; m = Measuring(0); import server; m.save()'
  execFileSync('python3', ['-c', script], { cwd: project.folder })
  const report = execFileSync('python3', ['-m', 'coverage', 'json', '-q', '-o', '-'], { cwd: project.folder, encoding: 'utf8' })
  expect(Object.keys((JSON.parse(report) as { files: object }).files)).toEqual(['server.py'])
})

withPython(`coverage without coverage.py is told what to install${note}`, async () => {
  const project = serviceProject({ 'server.py': flaskApp, 'coverage.py': 'raise ImportError\n' })
  const failure = await failureOf(project, { app: 'server:app', coverage: true })
  expect(failure.message).toBe('Service `web` cannot start: coverage.py is not installed')
  expect(failure.hint).toContain('pip install coverage')
})

withPython(`an application with threads and children of its own ends with the run${note}`, async () => {
  const project = serviceProject({
    'server.py': `${flaskApp}
import subprocess, threading, time
threading.Thread(target=lambda: time.sleep(600)).start()
subprocess.Popen(['sleep', '600'], start_new_session=True)
`,
  })
  const { url, stop } = await start(project, { python: { app: 'server:app' } })
  await fetch(url)
  const began = performance.now()
  await stop()
  expect(performance.now() - began).toBeLessThan(4000)
  expect(project.survivors()).toEqual([])
  expect(existsSync(join(project.folder, 'tmp'))).toBe(true)
})
