// `npm run bench -- python`: Python applications in our own server beside Flask's test_client, `flask run` and pytest; medians of one run.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { Client } from 'undici'
import { measure, median } from './measure.js'

const TESTS = 100
const REQUESTS = 1000
/** Enough for V8 to have compiled what runs per request. */
const WARM_UP = 2000

/** Returns rows of name, value, memory, goal and runs. */
export async function python({ apitest, work, shim }) {
  const folder = writeProject(path.join(work, 'python'))
  const rows = []

  const [ours, flaskRun] = await alternately(9, [() => firstResponse(startShim(folder, shim)), () => firstResponse(startFlask(folder))])
  rows.push(['first response, flask run', ms(flaskRun), '', '', '9'])
  rows.push(['first response, python service', `${ms(ours)} (${ratio(ours, flaskRun)} ×)`, '', '0.9 × flask run', '9'])

  const [perRequest, testClient] = await alternately(5, [() => requestsOfShim(folder, shim), () => requestsOfTestClient(folder)])
  rows.push(['a request, Flask test_client', ms(testClient), '', '', '5'])
  rows.push(['a request, python service', `${ms(perRequest)} (${ratio(perRequest, testClient)} ×)`, '', '1.4 × test_client', '5'])

  const pytest = { command: ['python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', 'test_hundred.py'], cwd: folder }
  const run = { command: [...apitest, 'run'], cwd: folder }
  execFileSync(apitest[0], [apitest[1], 'compile'], { cwd: folder, stdio: 'ignore' })
  const peer = await measure({ ...pytest, runs: 5 })
  const own = await measure({ ...run, runs: 5 })
  rows.push([`pytest, ${TESTS} tests with patch and test_client`, ms(peer.wallMs), `${Math.round(peer.rssMiB)} MiB`, '', '5'])
  rows.push([
    `apitest run, ${TESTS} tests with mocks`,
    `${ms(own.wallMs)} (${ratio(own.wallMs, peer.wallMs)} ×)`,
    `${Math.round(own.rssMiB)} MiB`,
    '3 × pytest',
    '5',
  ])
  return rows
}

function writeProject(folder) {
  mkdirSync(folder, { recursive: true })
  const files = {
    'inference.py': `def predict(skus):\n    raise RuntimeError("the real model must not run in a unit test")\n`,
    'server.py': `from flask import Flask, request
from inference import predict

app = Flask(__name__)


@app.route("/")
def root():
    return {"status": "ok"}


@app.route("/predict", methods=["POST"])
def predict_route():
    return {"results": predict(request.json["sku"])}
`,
    'test_hundred.py': `from unittest.mock import patch

import pytest
import server


@pytest.fixture(scope="session")
def client():
    yield server.app.test_client()


@pytest.mark.parametrize("i", range(${TESTS}))
def test_predict(client, i):
    with patch("server.predict", return_value=i) as mock:
        response = client.post("/predict", json={"sku": f"s{i}"})
        assert response.status_code == 200 and response.json == {"results": i}
        mock.assert_called_once_with(f"s{i}")
`,
    'requests_of_client.py': `import time
import server

client = server.app.test_client()
for _ in range(${WARM_UP}):
    client.get("/").get_data()
began = time.perf_counter()
for _ in range(${REQUESTS}):
    client.get("/").get_data()
print((time.perf_counter() - began) / ${REQUESTS} * 1000)
`,
    'apitest.yaml': [
      'version: 1',
      'services: { app: { python: { app: "server:app" } } }',
      'tests:',
      ...Array.from({ length: TESTS }, (_, i) =>
        [
          `  predict ${i}:`,
          `    mocks: { server.predict: { return: ${i} } }`,
          '    post: /predict',
          `    json: { sku: s${i} }`,
          `    expect: { status: 200, json: { results: ${i} }, mocks: { server.predict: { calls: 1, with: [s${i}] } } }`,
        ].join('\n'),
      ),
      '',
    ].join('\n'),
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text)
  return folder
}

/** Each in turn, so that a busy moment of the machine falls on all of them. */
async function alternately(runs, subjects) {
  const results = subjects.map(() => [])
  for (let run = 0; run <= runs; run++)
    for (const [index, subject] of subjects.entries()) {
      const value = await subject()
      if (run > 0) results[index].push(value)
    }
  return results.map(median)
}

/** From the start of the process to its first answer, in milliseconds. */
async function firstResponse(starting) {
  const { child, port, began } = await starting
  for (;;) {
    if (await answers(port)) break
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const took = performance.now() - began
  child.kill('SIGKILL')
  return took
}

/** Over the transport of the runtime, on a connection that stays open. */
async function requestsOfShim(folder, shim) {
  const { child, port } = await startShim(folder, shim)
  while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 2))
  const client = new Client(`http://127.0.0.1:${port}`)
  for (let i = 0; i < WARM_UP; i++) await get(client)
  const began = performance.now()
  for (let i = 0; i < REQUESTS; i++) await get(client)
  const each = (performance.now() - began) / REQUESTS
  await client.close()
  child.kill('SIGKILL')
  return each
}

function requestsOfTestClient(folder) {
  return Number(execFileSync('python3', ['requests_of_client.py'], { cwd: folder, encoding: 'utf8' }))
}

async function startShim(folder, shim) {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  const began = performance.now()
  const stdio = ['ignore', 'ignore', 'inherit', server._handle.fd, 'ignore', 'pipe']
  const child = spawn('python3', [shim], { cwd: folder, stdio, env: { ...process.env, PYTHONUNBUFFERED: '1' } })
  server.close()
  child.stdio[5].on('error', () => {})
  child.stdio[5].write(`${JSON.stringify({ app: 'server:app', socket: 3, mocks: {}, coverage: false, since: 0 })}\n`)
  return { child, port, began }
}

async function startFlask(folder) {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  const began = performance.now()
  const child = spawn('python3', ['-m', 'flask', '--app', 'server', 'run', '--port', String(port)], { cwd: folder, stdio: 'ignore' })
  return { child, port, began }
}

async function get(client) {
  const { body } = await client.request({ method: 'GET', path: '/' })
  await body.arrayBuffer()
}

async function answers(port) {
  const client = new Client(`http://127.0.0.1:${port}`)
  try {
    await get(client)
    return true
  } catch {
    return false
  } finally {
    await client.destroy()
  }
}

function ms(value) {
  return value < 10 ? `${value.toFixed(3)} ms` : `${Math.round(value)} ms`
}

function ratio(value, other) {
  return (value / other).toFixed(2)
}
