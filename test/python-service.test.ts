import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { requireComponent } from './support/require-component.ts'
import { temporaryProject } from './support/temporary-project.ts'
import type { TemporaryProject } from './support/temporary-project.ts'

const missing = { flask: requireComponent('python'), fastapi: requireComponent('fastapi') }
const note = (component: keyof typeof missing) => (missing[component] === undefined ? '' : ` (skipped: ${missing[component]})`)

function example(name: string): TemporaryProject {
  const project = temporaryProject({})
  cpSync(path.resolve(import.meta.dirname, '../specs', name), project.folder, {
    recursive: true,
    filter: (source) => !/apitest-report|__pycache__/.test(source),
  })
  return project
}

/** Every occurrence of a text in a file of the project becomes another. */
function change(project: TemporaryProject, file: string, from: string, to: string): void {
  const place = path.join(project.folder, file)
  const text = readFileSync(place, 'utf8')
  expect(text).toContain(from)
  writeFileSync(place, text.replaceAll(from, to))
}

test.skipIf(missing.flask)(`the unit tests of a Flask application pass, and leave nothing${note('flask')}`, async () => {
  const project = example('flask-unit')
  const run = await project.apitest(['run'])
  expect(run.stdout).toContain('8 passed')
  expect(run.exitCode).toBe(0)
})

test.skipIf(missing.fastapi)(`the unit tests of a FastAPI application pass${note('fastapi')}`, async () => {
  const run = await example('fastapi-unit').apitest(['run'])
  expect(run.stdout).toContain('6 passed')
  expect(run.exitCode).toBe(0)
})

test.skipIf(missing.flask)(`each test notices when the application is wrong${note('flask')}`, async () => {
  const project = example('flask-unit')
  change(project, 'project/server.py', 'predict(skus))', 'predict([skus]) + 1)')
  change(project, 'project/server.py', 'status="ok"', 'status="fine"')
  change(project, 'project/server.py', 'except TimeoutError', 'except KeyError')
  change(project, 'project/server.py', 'request.get_json()["sku"]', 'request.get_json(force=True).get("sku")')
  const run = await project.apitest(['run'])
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toContain('8 failed')
})

test.skipIf(missing.flask)(`a failure shows mock, request and the traceback of the application${note('flask')}`, async () => {
  const project = example('flask-unit')
  change(project, 'apitest.yaml', 'server.predict: { return: 2 }', 'inference.predict: { return: 2 }')
  change(project, 'apitest.yaml', 'mocks: { server.predict: { calls: 1, with: [abc] } }', 'mocks: { inference.predict: { calls: 1, with: [abc] } }')
  change(project, 'apitest.yaml', 'mocks: { server.predict: { calls: 0 } }', 'mocks: { inference.predict: { calls: 0 } }')
  const run = await project.apitest(['run', '-t', 'the answer holds what the model says'])
  expect(run.exitCode).toBe(1)
  expect(run.stdout).toMatch(/apitest\.yaml:\d+:\d+ calls of inference\.predict: expected 1, got 0/)
  expect(run.stdout).toContain('the same function is found as `server.predict`: mock it where your code looks it up')
  expect(run.stdout).toContain('app | RuntimeError: the model is not on this machine')
})

test.skipIf(missing.flask)(`an application that cannot be imported ends the run with exit code 4 and its traceback${note('flask')}`, async () => {
  const project = example('flask-unit')
  change(project, 'project/inference.py', 'def predict', 'import no_such_module\n\n\ndef predict')
  const run = await project.apitest(['run'])
  expect(run.exitCode).toBe(4)
  const output = run.stdout + run.stderr
  expect(output).toMatch(/apitest\.yaml:9:12 Service `app` cannot start: `import server` fails: ModuleNotFoundError: No module named 'no_such_module'/)
  expect(output).toMatch(/File "inference\.py", line 4, in <module>/)
})

test.skipIf(missing.flask)(`a service that is kept goes on answering, until doctor stops it${note('flask')}`, async () => {
  const project = example('flask-unit')
  const run = await project.apitest(['run', '--keep'])
  expect(run.exitCode).toBe(0)
  const [, url = ''] = /kept: `app` at (\S+);/.exec(run.stdout + run.stderr) ?? []
  expect(await (await fetch(url)).json()).toEqual({ status: 'ok' })
  await project.apitest(['doctor', '--clean'])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
