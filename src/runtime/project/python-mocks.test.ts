import { expect, onTestFinished, test } from 'vitest'
import { requireComponent } from '../../../test/support/require-component.ts'
import { serviceProject } from '../../../test/services/service-project.ts'
import { ExpectationError } from '../assertions/expectation-error.ts'
import type { Mocks } from '../mocks/mock-definition.ts'
import type { ServiceEntry } from '../services/service-definition.ts'
import { serve } from '../services/serve.ts'
import { createTestApi } from './test-session.testing.ts'
import type { TestApi } from './test-session.testing.ts'

const missing = requireComponent('python')
const withPython = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

const files = {
  'inference.py': `
LIMIT = 3

def predict(sku, top=1, *, debug=False):
    raise RuntimeError('the real model must not run in a unit test')

async def predict_later(sku):
    raise RuntimeError('the real model must not run in a unit test')

class NotTrained(Exception):
    pass

class Store:
    def get(self, key):
        return {'key': key, 'stock': 7}

    @classmethod
    def open(cls, name):
        return name

    @staticmethod
    def size(unit):
        return 9
`,
  'server.py': `
import asyncio
import inference
from flask import Flask, request
from inference import Store, predict, predict_later

app = Flask(__name__)
store = Store()

@app.post('/predict')
def predict_route():
    body = request.get_json()
    return {'results': predict(body.pop('sku'), **body)}

@app.post('/named')
def named():
    return {'results': predict(sku=request.get_json()['sku'], top=2)}

@app.post('/later')
def later():
    return {'results': asyncio.run(predict_later(request.get_json()['sku']))}

@app.get('/stock/<key>')
def stock(key):
    return store.get(key)

@app.get('/class')
def of_class():
    return {'get': Store().get('k'), 'open': Store.open('n'), 'opened': Store().open('n'), 'size': Store().size('kg')}

@app.get('/limit')
def limit():
    return {'limit': inference.LIMIT}

@app.get('/odd')
def odd():
    return {'results': predict({1, 2}, top=b'abc')}

@app.get('/change')
def change():
    value = predict('x')
    value['seen'] = True
    return value
`,
}

async function serveApp(mocks: Mocks = {}): Promise<{ services: Readonly<Record<string, ServiceEntry>>; test(name?: string): TestApi }> {
  const project = serviceProject(files)
  const services = { app: { python: { app: 'server:app', mocks } } } as const
  onTestFinished(await serve(project.define(services), ['app']))
  const scope = { ...project.define(services) }
  return { services, test: (name = 'a test') => createTestApi({ services, project: scope, test: name }) }
}

/** What the failed expectations of a step say. */
async function failuresOf(step: Promise<unknown>): Promise<string[]> {
  const error = await step.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(ExpectationError)
  return (error as ExpectationError).failures.map(({ message, hint }) => (hint === undefined ? message : `${message} | ${hint}`))
}

const post = (path: string, json: unknown, expected: object = {}) => ({ post: path, json, expect: expected })

withPython(`a mock holds for one test, and is undone behind it${note}`, async () => {
  const app = await serveApp()
  const first = app.test()
  await first.api.mock({ 'server.predict': { return: 3 } })
  await first.api.send(post('/predict', { sku: 'abc' }, { json: { results: 3 }, mocks: { 'server.predict': { calls: 1, with: ['abc'] } } }))
  await first.end()
  const second = app.test()
  await second.api.send({ ...post('/predict', { sku: 'abc' }, { status: 500 }) })
  await second.end()
})

withPython(`mocks return, raise, go through a sequence, replace values and watch the real function${note}`, async () => {
  const app = await serveApp()
  const { api, end } = app.test()
  await api.mock({
    'server.predict': { sequence: [1, { two: 2 }] },
    'server.predict_later': { return: 'later' },
    'server.store.get': { wraps: true },
    'inference.LIMIT': { value: 10 },
  })
  await api.send(post('/predict', { sku: 'a' }, { json: { results: 1 } }))
  await api.send(post('/predict', { sku: 'b' }, { json: { results: { two: 2 } } }))
  await api.send(post('/later', { sku: 'c' }, { json: { results: 'later' }, mocks: { 'server.predict_later': { calls: 1, with: { sku: 'c' } } } }))
  await api.send({ get: '/stock/a1', expect: { json: { key: 'a1', stock: 7 }, mocks: { 'server.store.get': { with: ['a1'] } } } })
  await api.send({ get: '/limit', expect: { json: { limit: 10 } } })
  await end()
  const after = app.test()
  await after.api.send({ get: '/limit', expect: { json: { limit: 3 } } })
  await after.end()
})

withPython(`methods of a class are replaced, whatever kind they are, and not counted with self${note}`, async () => {
  const { api, end } = (await serveApp()).test()
  await api.mock({ 'server.Store.get': { return: 'got' }, 'server.Store.open': { return: 'opened' }, 'server.Store.size': { return: 1 } })
  const mocks = { 'server.Store.get': { with: ['k'] }, 'server.Store.open': { calls: 2, with: ['n'] }, 'server.Store.size': { with: { unit: 'kg' } } }
  await api.send({ get: '/class', expect: { json: { get: 'got', open: 'opened', opened: 'opened', size: 1 }, mocks } })
  await end()
})

withPython.for([
  ['ValueError("bad sku")', 'ValueError: bad sku'],
  ['inference.NotTrained("yet")', 'inference.NotTrained: yet'],
  ['urllib.error.URLError("down")', 'urllib.error.URLError: <urlopen error down>'],
  ['json.decoder.JSONDecodeError("m", "d", 0)', 'json.decoder.JSONDecodeError: m'],
  ['KeyError', 'KeyError'],
] as const)(`raise: %s raises it${note}`, async ([raise, trace]) => {
  const { api, end } = (await serveApp()).test()
  await api.mock({ 'server.predict': { raise } })
  const error = await api.send(post('/predict', { sku: 'a' }, { status: 200 })).catch((error: unknown) => error as Error)
  // The traceback of the application is a part of the failure block.
  expect((error as Error).message).toContain(trace)
  await end()
})

withPython(`what a mock returns is a copy each time${note}`, async () => {
  const { api, end } = (await serveApp()).test()
  await api.mock({ 'server.predict': { return: { a: 1 } } })
  for (const _ of [1, 2]) await api.send({ get: '/change', expect: { json: { a: 1, seen: true } } })
  await end()
})

withPython(`a call with wrong arguments fails as in production, unless autospec is off${note}`, async () => {
  const app = await serveApp()
  const strict = app.test()
  await strict.api.mock({ 'server.predict': { return: 1 } })
  await strict.api.send(post('/predict', { sku: 'a', colour: 'red' }, { status: 500 }))
  await strict.end()
  const lax = app.test()
  await lax.api.mock({ 'server.predict': { return: 1, autospec: false } })
  await lax.api.send(post('/predict', { sku: 'a', colour: 'red' }, { status: 200 }))
  await lax.end()
})

withPython(`calls and arguments that differ are told${note}`, async () => {
  const { api, end } = (await serveApp()).test()
  await api.mock({ 'server.predict': { return: 3 } })
  const check = (path: string, json: object, mocks: object) => failuresOf(api.send(post(path, json, { mocks })))
  const once = 'server.predict'
  expect(await check('/predict', { sku: 'a' }, { [once]: { calls: 2 } })).toEqual(['calls of server.predict: expected 2, got 1 | It was called with ("a")'])
  expect(await check('/predict', { sku: 'b' }, { [once]: { calls: { gt: 2 }, with: ['c'] } })).toEqual([
    'calls of server.predict: expected > 2, got 2 | It was called with ("a"), ("b")',
    'server.predict: expected ("c"), but it was called, the last of 2 times, with ("b")',
  ])
  expect(await check('/named', { sku: 'd' }, { [once]: { with: ['d', 2] } })).toEqual([
    'server.predict: expected ("d", 2), but it was called, the last of 3 times, with (sku="d", top=2) | Some of its arguments were given by name: write all of them so, `with: {"sku": "d", "top": 2}`',
  ])
  await api.send(post('/named', { sku: 'd' }, { mocks: { [once]: { with: { sku: 'd', top: 2 } } } }))
  await api.send(post('/predict', { sku: 'd', top: 2 }, { mocks: { [once]: { with: { sku: 'd', top: 2 } } } }))
  await api.send({ get: '/odd', expect: { mocks: { [once]: { with: { sku: { repr: '{1, 2}' }, top: { base64: 'YWJj' } } } } } })
  expect(await check('/predict', { sku: 'a' }, { 'server.predct': { calls: 1 } })).toEqual(['server.predct is not mocked in this test | Did you mean `server.predict`? Mocked are `server.predict`'])
  await end()
})

withPython(`a mock in the wrong place is told where the function is looked up${note}`, async () => {
  const { api, end } = (await serveApp()).test()
  await api.mock({ 'inference.predict': { return: 3 } })
  const told = await failuresOf(api.send(post('/predict', { sku: 'a' }, { status: 500, mocks: { 'inference.predict': { calls: 1, with: ['a'] } } })))
  const hint = '`inference.predict` was replaced, and the same function is found as `server.predict`: mock it where your code looks it up'
  expect(told).toEqual([`calls of inference.predict: expected 1, got 0 | ${hint}`, 'inference.predict was not called'])
  await api.send({ get: '/limit', expect: { mocks: { 'inference.predict': { calls: 0 } } } })
  await end()
})

withPython(`a sequence that is used up fails the test, also when the application hides it${note}`, async () => {
  const app = await serveApp()
  const { api, end } = app.test()
  await api.mock({ 'server.predict': { sequence: [1] } })
  await api.send(post('/predict', { sku: 'a' }))
  await api.send(post('/predict', { sku: 'a' }, { status: 'any' }))
  expect(await failuresOf(end())).toEqual(['`server.predict` was called 2 times, and its sequence has 1 value | Add values, or use `return` for any number of calls'])
})

withPython(`mocks of the service hold for all tests, count for each, and lie below those of a test${note}`, async () => {
  const app = await serveApp({ 'server.predict': { return: 2 }, 'server.store.get': { sequence: [{ stock: 1 }] } })
  for (const name of ['first', 'second']) {
    const { api, end } = app.test(name)
    await api.send(post('/predict', { sku: name }, { json: { results: 2 }, mocks: { 'server.predict': { calls: 1, with: [name] } } }))
    await api.send({ get: '/stock/a', expect: { json: { stock: 1 } } })
    await end()
  }
  const third = app.test('third')
  await third.api.mock({ 'server.predict': { return: 3 } })
  await third.api.mock({ 'server.predict': { return: 4 } })
  await third.api.send(post('/predict', { sku: 'c' }, { json: { results: 4 }, mocks: { 'server.predict': { calls: 1 } } }))
  await third.end()
  const fourth = app.test('fourth')
  await fourth.api.send(post('/predict', { sku: 'd' }, { json: { results: 2 } }))
  await fourth.end()
})

const refused: readonly (readonly [target: string, told: string])[] = [
  ['server.predct', 'module `server` has no attribute `predct` | Did you mean `predict`? It has '],
  ['servr.predict', 'there is no module `servr` | Did you mean `server`?'],
  ['predict', '`predict` names no module | Write where the function is looked up: `module.function`'],
  ['server.store.gte', '`server.store` (a `Store`) has no attribute `gte` | Did you mean `get`?'],
  ['inference.LIMIT', '`inference.LIMIT` is an `int`, not a function | Replace it with `value: …`'],
  ['datetime.datetime.now', '`datetime.datetime.now` cannot be replaced: '],
]

withPython.for(refused)(`a mock of %s is refused with what is there, and nothing is replaced${note}`, async ([target, told]) => {
  const app = await serveApp()
  const { api, end } = app.test()
  const [message] = await failuresOf(api.mock({ 'inference.Store.get': { return: 1 }, [target]: { return: 1 } }))
  expect(message?.slice(0, told.length)).toBe(told)
  await api.send({ get: '/stock/a', expect: { json: { key: 'a', stock: 7 } } })
  await end()
})

withPython.for([
  ['ValueError(', '`raise: ValueError(` is not Python'],
  ['3', '`raise: 3` is an `int`, not an exception'],
  ['NoSuchError()', 'there is no module `NoSuchError`'],
])(`raise: %s is refused${note}`, async ([raise, told]) => {
  const { api, end } = (await serveApp()).test()
  const [message] = await failuresOf(api.mock({ 'server.predict': { raise } }))
  expect(message).toContain(told)
  await end()
})

withPython(`a mock of the service that cannot be made keeps it from starting${note}`, async () => {
  await expect(serveApp({ 'server.predct': { return: 1 } })).rejects.toThrow(
    /Service `app` cannot start: module `server` has no attribute `predct`[\s\S]*hint: Did you mean `predict`\?/,
  )
})

test('only services that are run by apitest can be mocked', async () => {
  const { api, end } = createTestApi({ services: { web: { url: 'http://127.0.0.1:1' } } })
  expect(await failuresOf(api.mock({ 'server.predict': { return: 1 } }))).toEqual(['The functions of the service `web` cannot be replaced: it is no `python` or `node` service'])
  await end()
})
