// `npm run bench -- load-cost`: requests for each second of processor time, all tools in turn, round after round. Requests are counted by
// nginx, processor time by the operating system, so no tool reports on itself.
import { loadavg } from 'node:os'
import { median } from '../measure.js'
import { apitest, findPeer, installPeers, record, served, startNginx, timed, write, writeSpec } from './surroundings.js'

const seconds = Number(process.env.SECONDS ?? 8)
const rounds = Number(process.env.ROUNDS ?? 3)
const users = (process.env.USERS ?? '1,100,1000').split(',').map(Number)

export async function cost() {
  installPeers()
  const url = await startNginx(9180)
  writeSpec(url, { seconds })
  for (const count of users) await compare(`GET, ${count} users`, { commands: plain(url, count), url, load: 'plain' })
  await compare('JSON body from a template, parsed and checked answer, 100 users', { commands: templated(url), url, load: 'template' })
  return true
}

function plain(url, users) {
  const k6 = `import http from 'k6/http'\nexport const options = { discardResponseBodies: true }\nexport default () => http.get('${url}')`
  const locust = `from locust import FastHttpUser, task\n\n\nclass Plain(FastHttpUser):\n    host = "${url.slice(0, -1)}"\n\n    @task\n    def get(self):\n        self.client.get("/")\n`
  const artillery = `config: { target: '${url}', phases: [{ duration: 1, arrivalCount: ${Math.min(users, 100)} }], http: { pool: ${users} } }\nscenarios: [{ flow: [{ loop: [{ get: { url: / } }], count: 1000 }] }]\n`
  return {
    apitest: apitest('plain', '-u', String(users)),
    ...peer('wrk', ['-t1', `-c${users}`, `-d${seconds}`, url]),
    ...peer('autocannon', ['-c', String(users), '-d', String(seconds), '-j', url]),
    ...peer('k6', k6Options(write('plain.k6.js', k6), users)),
    ...peer('locust', locustOptions(write('plain.py', locust), users)),
    ...(users === 100 && peer('artillery', ['run', '--quiet', write('plain.artillery.yml', artillery)])),
  }
}

function templated(url) {
  const k6 = `import http from 'k6/http'\nimport { check } from 'k6'\nlet i = 0\nexport default () => {\n  const r = http.post('${url}', JSON.stringify({ id: i++, user: 'user-' + __VU, sku: ['a' + (i % 97), 'b', 'c'], options: { top_k: 5, threshold: 0.25, explain: true }, text: 'the quick brown fox jumps over the lazy dog' }), { headers: { 'content-type': 'application/json' } })\n  const j = r.json()\n  check(r, { ok: () => r.status === 200 && j.status === 'ok' && j.items.length === 5 })\n}`
  const locust = `from locust import FastHttpUser, task\n\n\nclass Template(FastHttpUser):\n    host = "${url.slice(0, -1)}"\n    i = 0\n\n    @task\n    def post(self):\n        self.i += 1\n        with self.client.post("/", json={"id": self.i, "user": "user-1", "sku": ["a%d" % (self.i % 97), "b", "c"], "options": {"top_k": 5, "threshold": 0.25, "explain": True}, "text": "the quick brown fox jumps over the lazy dog"}, catch_response=True) as r:\n            j = r.json()\n            if r.status_code != 200 or j["status"] != "ok" or len(j["items"]) != 5:\n                r.failure("no")\n`
  return {
    apitest: apitest('template'),
    ...peer('k6', k6Options(write('template.k6.js', k6), 100)),
    ...peer('locust', locustOptions(write('template.py', locust), 100)),
  }
}

function peer(name, options) {
  const program = findPeer(name)
  return program === undefined ? {} : { [name]: [program, ...options] }
}

function k6Options(script, users) {
  return ['run', '-q', '-u', String(users), '-d', `${seconds}s`, script]
}

function locustOptions(script, users) {
  return ['-f', script, '--headless', '-u', String(users), '-r', String(users), '-t', `${seconds}s`, '--only-summary']
}

async function compare(title, { commands, url, load }) {
  const results = new Map()
  const add = (name, value) => results.set(name, [...(results.get(name) ?? []), value])
  for (let round = 0; round < rounds; round++)
    for (const [tool, command] of Object.entries(commands)) {
      const before = await served(url)
      const { cpu, output, errors } = timed(command)
      const requests = (await served(url)) - before
      if (requests === 0) console.error(`${tool} sent nothing:\n${output.slice(-500)}${errors.slice(-500)}`)
      add(tool, requests / cpu)
      if (tool === 'apitest') add('apitest, start-up left out', steady(load))
    }
  const own = median(results.get('apitest'))
  console.log(`\n${title}, ${seconds} s: requests for each second of processor time (load average ${loadavg()[0].toFixed(1)})`)
  for (const [tool, rates] of results) {
    const rate = Math.round(median(rates)).toLocaleString('en').padStart(9)
    console.log(`  ${tool.padEnd(28)}${rate}   apitest is ${(own / median(rates)).toFixed(2)} ×`)
  }
}

/** From the second second on, when everything has been compiled. */
function steady(load) {
  const samples = record(load).slice(1)
  const requests = samples.reduce((sum, sample) => sum + sample.endpoints.reduce((total, { ok }) => total + ok, 0), 0)
  return requests / samples.reduce((sum, sample) => sum + sample.generator.cpu, 0)
}
