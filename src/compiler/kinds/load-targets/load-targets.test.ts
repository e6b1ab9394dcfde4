import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { requireComponent } from '../../../../test/support/require-component.ts'
import { formatted } from '../../../../test/support/formatted.ts'
import { compileSpec } from '../../pipeline.ts'
import { singularPath } from './script/json-path.ts'
import { wholeWeights } from './script/whole-weights.ts'

const python = requireComponent('python')
const docker = requireComponent('docker')

async function scriptsOf(spec: string, files: Readonly<Record<string, string>> = {}): Promise<{ files: ReadonlyMap<string, string>; folder: string; warnings: string[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-scripts-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries({ 'apitest.yaml': spec, ...files })) writeFileSync(path.join(folder, name), text)
  const { compiled, diagnostics } = await compileSpec({ root: folder })
  if (compiled === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  const scripts = compiled.files.filter(({ path: file }) => file.startsWith('loads/')).map(({ path: file, text }) => [file, text] as const)
  return { files: new Map(scripts), folder, warnings: diagnostics.map(({ message }) => message) }
}

const hostile = [
  `quote " ' \` end`,
  '"""; import os; os.system("false") #',
  "'''\\",
  '${process.exit(1)} `${1}`',
  '{__import__("os")} {{ }} %s %(x)s',
  'line\nbreak\r\n\ttab',
  '\u2028 \u2029 \u202e \u0000 \u007f \ufeff',
  '*/ // # -->',
  '\\N{BULLET} \\x41 \\u0041',
  '😀 \ud800',
  '__proto__',
]

/** Every place of a load in which a text of the user can stand. */
function hostileSpec(text: string): string {
  const escaped = text.replaceAll('${', () => '$${')
  const quoted = JSON.stringify(escaped)
  // names and keys hold no templates
  const name = JSON.stringify(text)
  return `version: 1
services:
  web: { url: "http://127.0.0.1:1", allowLoad: true }
variables: { text: ${quoted} }
fixtures:
  data: { value: { key: ${quoted}, list: [${quoted}] } }
loads:
  all:
    description: ${name}
    users: 1
    duration: 1s
    data: [{ word: ${quoted} }]
    tasks:
      - name: ${name}
        steps:
          - post: /a
            name: ${name}
            query: { q: ${quoted} }
            json: { ${name}: ${quoted}, v: "\${variables.text}", f: "\${fixtures.data.key}", t: ${JSON.stringify(`${escaped}\${row.word}`)} }
            expect: { json: { a: ${quoted} }, jsonPath: { $.x: { contains: ${quoted} }, $.y: ${quoted} } }
          - post: /b
            form: { ${name}: ${quoted} }
          - post: /c
            text: ${quoted}
`
}

test.skipIf(python)(`no text of the user becomes Python${python === undefined ? '' : ` (skipped: ${python})`}`, async () => {
  for (const text of hostile) {
    const { files, folder } = await scriptsOf(hostileSpec(text))
    const file = path.join(folder, 'locustfile.py')
    writeFileSync(file, files.get('loads/all/locustfile.py') ?? '')
    // Every string constant of the program; the one of the user is among them, whole, and nothing is called that is not ours.
    const program = `
import ast, json, sys
tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
names = sorted({node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)})
texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
print(json.dumps({"names": names, "texts": texts}))`
    const { names, texts } = JSON.parse(execFileSync('python3', ['-c', program, file], { encoding: 'utf8' })) as { names: string[]; texts: string[] }
    expect(texts, text).toContain(text)
    for (const strange of ['system', '__import__', 'exec', 'eval', 'process']) expect(names, text).not.toContain(strange)
  }
})

test('no text of the user becomes JavaScript, and oxfmt would change nothing', async () => {
  for (const text of hostile) {
    const { files } = await scriptsOf(hostileSpec(text))
    const script = files.get('loads/all/k6.js') ?? ''
    expect(await formatted('k6.js', script), text).toBe(script)
    expect(script.split('\n').filter((line) => /process\.exit|os\.system/.test(line.replaceAll(/(['"`])(?:\\.|(?!\1).)*\1|^\/\/.*$/g, ''))), text).toEqual([])
  }
})

test('scripts of the examples are formatted as oxfmt does it', async () => {
  for (const script of ['locust-first/loads/predict', 'locust-images/loads/images', 'user-flow/loads/customers', 'open-model/loads/visitors', 'ramp-stages/loads/arrivals', 'ramp-stages/loads/rush-hour']) {
    const text = readFileSync(path.resolve(import.meta.dirname, '../../../../generated', script, 'k6.js'), 'utf8')
    expect(await formatted('k6.js', text), script).toBe(text)
  }
})

test('what scripts have no words for is said in the script, and at compile time where a cluster shall run it', async () => {
  const { files, warnings } = await scriptsOf(`version: 1
services: { web: { url: "http://127.0.0.1:1", allowLoad: true } }
loads:
  part: { users: 1, duration: 1s, tasks: [{ get: /, expect: { html: { h1: Shop }, status: 200 } }], cluster: {} }
  whole: { users: 1, duration: 1s, tasks: [{ post: /, json: { a: '\${faker("person.firstName")}' } }], cluster: {} }
  here: { users: 1, duration: 1s, tasks: [{ get: /here, expect: { html: { h1: Here }, status: 200 } }] }
`)
  expect(warnings).toHaveLength(2)
  expect(warnings.join('\n')).toMatch(/`expect: html` is left out of the scripts.*\n.*cannot run this load profile.*faker/)
  for (const file of ['locustfile.py', 'k6.js']) {
    expect(files.get(`loads/part/${file}`)).toMatch(/(?:#|\/\/) Left out, since .* has no words for it: expect: html/)
    expect(files.get(`loads/whole/${file}`)).toMatch(/Only apitest itself can run this load profile/)
    expect(files.get(`loads/whole/${file}`)).toContain('faker')
  }
})

test('a header that k6 would write in another encoding is refused by its script alone', async () => {
  const { files } = await scriptsOf(`version: 1
env: { HOME: {} }
services: { web: { url: "http://127.0.0.1:1", allowLoad: true } }
loads:
  latin: { users: 1, duration: 1s, tasks: [{ get: /, headers: { x-city: "Zürich" } }] }
  ascii: { users: 1, duration: 1s, tasks: [{ get: /, headers: { x-city: Bern } }] }
`)
  expect(files.get('loads/latin/k6.js')).toContain('the header `x-city`, which has letters beyond ASCII')
  expect(files.get('loads/latin/locustfile.py')).not.toContain('Only apitest itself')
  expect(files.get('loads/ascii/k6.js')).not.toContain('Only apitest itself')
})

test('tags stand above the tasks of Locust, and rows that are used once are dealt out to its workers', async () => {
  const { files } = await scriptsOf(`version: 1
services: { web: { url: "http://127.0.0.1:1", allowLoad: true } }
loads:
  once: { users: 1, duration: 1s, data: [{ n: 1 }, { n: 2 }], order: unique, tasks: [{ get: "/\${row.n}", name: list, tags: [read, slow] }] }
  again: { users: 1, duration: 1s, data: [{ n: 1 }, { n: 2 }], tasks: [{ get: "/\${row.n}" }] }
`)
  expect(files.get('loads/once.load.ts')).toContain("tags: ['read', 'slow'],")
  const once = files.get('loads/once/locustfile.py') ?? ''
  expect(once).toContain('    @tag("read", "slow")\n    @task\n    def list(self):')
  expect(once).toContain('rows = iter(ROWS[msg.data["first"] :: msg.data["step"]])')
  expect(files.get('loads/again/locustfile.py')).not.toMatch(/@tag|send_message/)
})

test('a token that a request makes is made once before the load, and a threshold with abortAfter ends it', async () => {
  const { files, warnings } = await scriptsOf(`version: 1
services: { web: { url: "http://127.0.0.1:1", allowLoad: true } }
requests:
  login: { post: /login, json: { user: alice }, expect: { status: 200 } }
fixtures:
  token: { request: login, capture: $.auth.token }
loads:
  peak:
    users: 2
    duration: 10s
    warmup: 5s
    tasks: [{ get: /orders, auth: { bearer: "\${fixtures.token}" } }]
    thresholds: { errors: { lt: 5%, abortAfter: 3s } }
    cluster: {}
`)
  expect(warnings).toEqual([])
  const k6 = files.get('loads/peak/k6.js') ?? ''
  expect(k6).toMatch(/export function setup\(\) \{\n {2}fixtures\.token = makeToken\(\)\?\.value\n/)
  expect(k6).toContain('authorization: `Bearer ${fixtures.token}`')
  expect(k6).toContain("[{ threshold: 'rate<0.05', abortOnFail: true, delayAbortEval: '8s' }]")
  expect(await formatted('k6.js', k6)).toBe(k6)
  const locust = files.get('loads/peak/locustfile.py') ?? ''
  expect(locust).toContain('fixtures["token"] = self.make_token()["value"]')
  expect(locust).toContain('seconds >= 8 and total.num_requests > 0 and not total.fail_ratio < 0.05')
})

const clusterSpec = `version: 1
env: { KEY: { required: true, secret: true }, REGION: { default: "a$b" } }
services: { web: { process: { command: node server.js } } }
fixtures: { body: { json: data/body.json } }
loads:
  peak:
    users: 10
    duration: 1m
    cluster: { workers: 3, namespace: tests }
    tasks: [{ post: /, headers: { x-key: "\${env.KEY}", x-region: "\${env.REGION}" }, json: "\${fixtures.body}" }]
`

async function clusterOf(): Promise<{ read: (file: string) => string; folder: string }> {
  const { mkdirSync } = await import('node:fs')
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-cluster-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(path.join(folder, 'data'))
  writeFileSync(path.join(folder, 'apitest.yaml'), clusterSpec)
  writeFileSync(path.join(folder, 'data/body.json'), '{}')
  writeFileSync(path.join(folder, 'server.js'), '')
  const { compiled, diagnostics } = await compileSpec({ root: folder })
  if (compiled === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  for (const file of compiled.files) {
    const to = path.join(folder, 'generated', file.path)
    mkdirSync(path.dirname(to), { recursive: true })
    writeFileSync(to, file.text)
  }
  return { folder: path.join(folder, 'generated/loads/peak/cluster'), read: (file) => readFileSync(path.join(folder, 'generated/loads/peak/cluster', file), 'utf8') }
}

test('Kubernetes manifests fit together: names, labels, volumes and files', async () => {
  const { read, folder } = await clusterOf()
  for (const program of ['locust/locust.yaml', 'k6/test-run.yaml']) {
    const kustomization = parseAllDocuments(read(path.join(path.dirname(program), 'kustomization.yaml')))[0]?.toJS() as Kustomization
    expect(kustomization.resources).toEqual([path.basename(program)])
    expect(kustomization.namespace).toBe('tests')
    const maps = new Map(kustomization.configMapGenerator.map(({ name, files }) => [name, files.map((file) => file.split('='))]))
    for (const files of maps.values()) for (const [, file = ''] of files) readFileSync(path.resolve(folder, path.dirname(program), file))
    const documents = parseAllDocuments(read(program)).map((document) => document.toJS() as object)
    const text = JSON.stringify(documents)
    for (const [, name = ''] of text.matchAll(/"configMap":\{"name":"([^"]+)"/g)) expect([...maps.keys()]).toContain(name)
    for (const [, key = ''] of text.matchAll(/"key":"(file-\d+)"/g)) expect(maps.get('peak-files')?.map(([name]) => name)).toContain(key)
    expect(text).toContain('"secretKeyRef":{"name":"peak-secrets","key":"KEY"}')
    expect(text).not.toContain('"name":"KEY","value"')
  }
  const [service, master, worker] = parseAllDocuments(read('locust/locust.yaml')).map((document) => document.toJS() as Manifest)
  expect([service?.kind, master?.kind, worker?.kind]).toEqual(['Service', 'Job', 'Job'])
  expect(service?.spec.selector).toEqual(master?.spec.template?.metadata.labels)
  expect(worker?.spec).toMatchObject({ parallelism: 3, completions: 3 })
  expect(worker?.spec.template?.spec.containers[0]?.args).toContain(service?.metadata.name)
})

interface Kustomization {
  readonly resources: string[]
  readonly namespace: string
  readonly configMapGenerator: { readonly name: string; readonly files: string[] }[]
}

interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string }
  readonly spec: { readonly selector?: object; readonly template?: { metadata: { labels: object }; spec: { containers: { args: string[] }[] } } }
}

test.skipIf(docker)(`docker accepts the compose file, and nothing in a default is replaced${docker === undefined ? '' : ` (skipped: ${docker})`}`, async () => {
  const { folder } = await clusterOf()
  const config = (env: Record<string, string>): string =>
    execFileSync('docker', ['compose', '-f', path.join(folder, 'compose.yaml'), 'config', '--format', 'json'], { encoding: 'utf8', env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const { services } = JSON.parse(config({ WEB_URL: 'http://web', KEY: 'k' })) as { services: Record<string, { environment: object; deploy?: { replicas: number } }> }
  expect(services['worker']?.deploy?.replicas).toBe(3)
  expect(services['master']?.environment).toMatchObject({ WEB_URL: 'http://web', KEY: 'k' })
  expect(() => config({ KEY: 'k', WEB_URL: '' })).toThrow(/where web listens/)
})


test.each([
  ['$', []],
  ['$.a.b', ['a', 'b']],
  [`$['a b'][0]["c"]`, ['a b', 0, 'c']],
  ['$.a[*]', undefined],
  ['$..a', undefined],
  ['$.a[-1]', undefined],
  [String.raw`$['a\'b']`, undefined],
])('the steps of %s', (text, steps) => {
  expect(singularPath(text)).toEqual(steps)
})

test.each([
  [[1, 3], [1, 3]],
  [[0.5, 1.5], [1, 3]],
  [[0.1, 0.25], [2, 5]],
])('weights %j in whole numbers', (weights, whole) => {
  expect(wholeWeights(weights)).toEqual(whole)
})
