import { expect, onTestFinished, test } from 'vitest'
import { startService } from '../../src/runtime/services/hub-client.ts'
import { serve } from '../../src/runtime/services/serve.ts'
import type { ServiceEntry } from '../../src/runtime/services/service-definition.ts'
import { requireComponent } from '../support/require-component.ts'
import { serviceProject } from './service-project.ts'
import type { ServiceProject } from './service-project.ts'

const missing = requireComponent('python')
const withPython = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

const app = `
import os
from flask import Flask
app = Flask(__name__)

@app.get('/')
def pid():
    print('asked')
    return str(os.getpid())
`
const files = { 'app.py': app, 'gunicorn.conf.py': "bind = '0.0.0.0:8000'\nworkers = 2\n" }
const gunicorn = ['python3', '-m', 'gunicorn']
const ready = { http: '/', status: 200 }

async function start(project: ServiceProject, web: ServiceEntry): Promise<{ url: string; stop(): Promise<void> }> {
  const stop = await serve(project.define({ web }), ['web'])
  onTestFinished(stop)
  return { url: (await startService('web')).url, stop }
}

/** Started, asked, stopped; nothing is left. */
async function check(project: ServiceProject, web: ServiceEntry): Promise<void> {
  const { url, stop } = await start(project, web)
  const pid = Number(await (await fetch(url)).text())
  expect(project.survivors()).toContain(pid)
  await stop()
  expect(project.survivors()).toEqual([])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(project.record().services).toMatchObject([{ state: 'stopped', forced: false }])
}

withPython(`gunicorn listens on the port of its command line${note}`, async () => {
  await check(serviceProject(files), ({ port }) => ({
    process: { command: [...gunicorn, 'app:app', '--bind', `127.0.0.1:${port}`], ready },
  }))
})

withPython(`gunicorn without a bind takes our socket, whatever its configuration says${note}`, async () => {
  const project = serviceProject(files)
  await check(project, { process: { command: [...gunicorn, '-c', 'gunicorn.conf.py', 'app:app'], ready } })
  expect(project.log('web')).toMatch(/Listening at: http:\/\/127\.0\.0\.1:\d+/)
  expect(project.log('web')).not.toContain(':8000')
})

withPython(`gunicorn --daemon is followed and stopped${note}`, async () => {
  await check(serviceProject(files), ({ port }) => ({
    process: { command: [...gunicorn, 'app:app', '--daemon', '--bind', `127.0.0.1:${port}`], ready },
  }))
})

withPython(`gunicorn --daemon on our socket is followed and stopped${note}`, async () => {
  await check(serviceProject(files), { process: { command: [...gunicorn, 'app:app', '--daemon'], ready } })
})

withPython(`an application that cannot be imported is reported with its traceback${note}`, async () => {
  const project = serviceProject({ 'app.py': 'import no_such_module\n' })
  const failure = serve(project.define({ web: { process: { command: [...gunicorn, 'app:app'], ready } } }), ['web'])
  await expect(failure).rejects.toThrow(
    /ended with exit code 3[\s\S]*No module named 'no_such_module'[\s\S]*hint: Python does not find `no_such_module`/,
  )
  expect(project.survivors()).toEqual([])
})

withPython(`a daemon that cannot start is noticed long before the timeout${note}`, async () => {
  const project = serviceProject({ 'app.py': 'import no_such_module\n' })
  const began = performance.now()
  await expect(
    serve(project.define({ web: { process: { command: [...gunicorn, 'app:app', '--daemon'], ready } } }), ['web']),
  ).rejects.toThrow('before it was ready')
  expect(performance.now() - began).toBeLessThan(15_000)
})

withPython(`what Python prints during a request is there when it is asked for${note}`, async () => {
  const project = serviceProject(files)
  const { url } = await start(project, { process: { command: [...gunicorn, 'app:app'], ready } })
  await fetch(url)
  expect(project.log('web')).toContain('asked')
})
