// `npm run bench -- load-truth`: percentiles of an open model at 1,000 requests a second under a service that stands still for a second in
// every five, each tool beside the truth of its own run as the service knows it.
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { apitest, ask, findPeer, installPeers, startTruth, summary, timed, work, write, writeSpec } from './surroundings.js'

const rate = 1000
const seconds = Number(process.env.SECONDS ?? 20)
const rounds = Number(process.env.ROUNDS ?? 3)
const names = ['p50', 'p95', 'p99', 'p99.9']
const shown = (value) => (value === undefined ? '—' : value.toFixed(1)).padStart(8)

export async function truth() {
  installPeers()
  const url = await startTruth(9182)
  writeSpec(url.slice(0, -1), { seconds })
  console.log(`Open model, ${rate}/s for ${seconds} s, a pause of 1 s in every 5 s; milliseconds, measured and true`)
  let right = 0
  for (let round = 0; round < rounds; round++) {
    for (const [tool, run] of Object.entries(tools(url))) {
      await ask(`${url}reset`)
      const measured = run()
      const true_ = JSON.parse((await ask(`${url}truth?rate=${rate}`)).text)
      const sent = true_.requests / (rate * seconds)
      // With requests left out nobody can say which: their times would be the longest.
      const whole = Math.abs(sent - 1) <= 0.001
      const off = names.filter(
        (name) => measured[name] !== undefined && Math.abs(measured[name] - true_[name]) > Math.max(2, true_[name] * 0.02),
      )
      const good = off.length === 0 && whole
      if (tool === 'apitest' && good) right++
      console.log(
        `  ${tool.padEnd(34)}${names.map((name) => `${name} ${shown(measured[name])} /${shown(whole ? true_[name] : undefined)}`).join('  ')}  sent ${(sent * 100).toFixed(1)} %  ${good ? '✓' : '✗'}`,
      )
    }
    console.log(`  load average ${loadavg()[0].toFixed(1)}`)
  }
  console.log(`apitest was within max(2 %, 2 ms) of the truth, and within 0.1 % of the rate, in ${right} of ${rounds} rounds`)
  return right === rounds
}

function tools(url) {
  const k6 = findPeer('k6')
  const locust = findPeer('locust')
  const autocannon = findPeer('autocannon')
  return {
    apitest: () => {
      timed(apitest('open'))
      return summary('open').total.responseTime
    },
    ...(k6 && { 'k6, 1,500 users at hand': () => runK6(k6, { url, users: 1500 }), 'k6, 100 users': () => runK6(k6, { url, users: 100 }) }),
    ...(locust && { 'Locust, constant_throughput': () => runLocust(locust, url) }),
    ...(autocannon && { 'autocannon -R': () => runAutocannon(autocannon, url) }),
  }
}

function runK6(k6, { url, users }) {
  const result = path.join(work, 'truth.k6.json')
  const script = `import http from 'k6/http'
export const options = { discardResponseBodies: true, summaryTrendStats: ['med', 'p(95)', 'p(99)', 'p(99.9)'], scenarios: { open: { executor: 'constant-arrival-rate', rate: ${rate}, timeUnit: '1s', duration: '${seconds}s', preAllocatedVUs: ${users}, maxVUs: ${users} } } }
export default () => http.get('${url}')
export const handleSummary = (data) => ({ '${result}': JSON.stringify(data.metrics.http_req_duration.values) })`
  timed([k6, 'run', '-q', write('truth.k6.js', script)])
  const values = JSON.parse(readFileSync(result, 'utf8'))
  return { p50: values.med, p95: values['p(95)'], p99: values['p(99)'], 'p99.9': values['p(99.9)'] }
}

function runLocust(locust, url) {
  const file = write(
    'truth.py',
    `from locust import FastHttpUser, constant_throughput, task\n\n\nclass Open(FastHttpUser):\n    host = "${url.slice(0, -1)}"\n    wait_time = constant_throughput(10)\n\n    @task\n    def get(self):\n        self.client.get("/")\n`,
  )
  const options = ['--headless', '-u', '100', '-r', '100', '-t', `${seconds}s`, '--csv', path.join(work, 'truth'), '--only-summary']
  timed([locust, '-f', file, ...options])
  const [head, ...rows] = readFileSync(path.join(work, 'truth_stats.csv'), 'utf8').trim().split(/\r?\n/)
  const columns = head.split(',')
  const values = rows.at(-1).split(',')
  const at = (column) => Number(values[columns.indexOf(column)])
  return { p50: at('50%'), p95: at('95%'), p99: at('99%'), 'p99.9': at('99.9%') }
}

function runAutocannon(autocannon, url) {
  const { output } = timed([autocannon, '-c', '100', '-R', String(rate), '-d', String(seconds), '-j', url])
  const { latency } = JSON.parse(output)
  return { p50: latency.p50, p99: latency.p99, 'p99.9': latency.p99_9 }
}
