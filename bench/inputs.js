// Writes the specs and collections that the benchmarks run: the same requests and checks for each tool.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** One request with three checks, `count` times, as an apitest spec in `files` files. */
export function writeApitest(folder, { url, count, files = 1 }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(path.join(folder, 'tests'), { recursive: true })
  const head = `version: 1\nname: bench\nservices:\n  api: { url: "${url}" }\n`
  if (files === 1) {
    writeFileSync(path.join(folder, 'apitest.yaml'), `${head}tests:\n${tests(0, count)}`)
  } else {
    writeFileSync(path.join(folder, 'apitest.yaml'), `${head}include: [tests/*.apitest.yaml]\n`)
    const each = count / files
    for (let file = 0; file < files; file++)
      writeFileSync(path.join(folder, `tests/part${file}.apitest.yaml`), `tests:\n${tests(file * each, (file + 1) * each)}`)
  }
  return folder
}

const tests = (from, to) => Array.from({ length: to - from }, (_, index) => test(from + index)).join('')

const test = (index) => `  request ${index}:
    get: /items/${index}
    expect:
      status: 200
      headers:
        content-type: { contains: json }
      jsonPath:
        $.id: "${index}"
`

/** The same requests as rows of one test. */
export function writeApitestRows(folder, { url, count }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'rows.csv'), `id\n${Array.from({ length: count }, (_, index) => index).join('\n')}\n`)
  writeFileSync(
    path.join(folder, 'apitest.yaml'),
    `version: 1
name: bench
services:
  api: { url: "${url}" }
fixtures:
  rows: { csv: rows.csv }
tests:
  item:
    with: rows
    get: /items/\${row.id}
    expect:
      status: 200
      headers:
        content-type: { contains: json }
      jsonPath:
        $.id: "\${row.id}"
`,
  )
  return folder
}

export function writeStepCi(folder, { url, count }) {
  mkdirSync(folder, { recursive: true })
  const steps = Array.from(
    { length: count },
    (_, index) => `      - name: request ${index}
        http:
          url: ${url}/items/${index}
          method: GET
          check:
            status: 200
            headers:
              content-type: application/json
            jsonpath:
              $.id: "${index}"
`,
  ).join('')
  const file = path.join(folder, `stepci-${count}.yml`)
  writeFileSync(file, `version: "1.1"\nname: bench\ntests:\n  bench:\n    steps:\n${steps}`)
  return file
}

export function writePostman(folder, { url, count }) {
  mkdirSync(folder, { recursive: true })
  const item = Array.from({ length: count }, (_, index) => ({
    name: `request ${index}`,
    request: { method: 'GET', url: `${url}/items/${index}` },
    event: [
      {
        listen: 'test',
        script: {
          exec: [
            `pm.test('status', () => pm.response.to.have.status(200))`,
            `pm.test('type', () => pm.expect(pm.response.headers.get('content-type')).to.include('json'))`,
            `pm.test('id', () => pm.expect(pm.response.json().id).to.equal('${index}'))`,
          ],
        },
      },
    ],
  }))
  const file = path.join(folder, `postman-${count}.json`)
  writeFileSync(
    file,
    JSON.stringify({ info: { name: 'bench', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json' }, item }),
  )
  return file
}
