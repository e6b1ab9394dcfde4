// What the live page costs the generator: 200 endpoints, one sample a second, one open page. Goal: at most 2 % of a core and 30 kB/s.
// node bench/load/page.js [endpoints] [seconds]
import { mkdtempSync, rmSync, cpSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))
const endpoints = Number(process.argv[2] ?? 200)
const seconds = Number(process.argv[3] ?? 300)

const folder = mkdtempSync(path.join(tmpdir(), 'apitest-bench-page-'))
try {
  const outfile = path.join(folder, 'page.mjs')
  await build({
    stdin: {
      contents: `export { openLoadPage } from './open-load-page.ts'; export { sampleControl } from './sample-control.testing.ts'`,
      resolveDir: path.join(root, 'src/runtime/load/page'),
      loader: 'ts',
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'warning',
  })
  for (const name of ['load-page.js', 'load-report.js']) cpSync(path.join(root, 'dist', name), path.join(folder, name))
  const { openLoadPage, sampleControl } = await import(pathToFileURL(outfile).href)
  const named = Array.from({ length: endpoints }, (_, index) => ({
    method: 'GET',
    name: `/api/v1/resource-${index}/items`,
    service: 'api',
  }))

  // The samples are made beforehand, so that only the page is measured.
  const source = sampleControl({ endpoints: named, running: seconds, failureShare: 0.02 })
  const samples = source.samples()
  const listeners = new Set()
  const seen = []
  const control = {
    header: source.header,
    state: 'running',
    samples: () => seen,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const page = await openLoadPage(control, { port: 0 })
  let bytes = 0
  const reader = await new Promise((resolve) => {
    get(`${page.url}api/events`, (response) => {
      response.on('data', (part) => (bytes += part.length))
      resolve(response)
    })
  })
  await turn()
  const warm = Math.min(60, seconds / 2)
  let [cpu, sent] = [process.cpuUsage(), 0]
  for (const [index, sample] of samples.entries()) {
    if (index === warm) {
      cpu = process.cpuUsage()
      sent = bytes
    }
    seen.push(sample)
    for (const listener of listeners) listener({ sample })
    await turn()
  }
  const { user, system } = process.cpuUsage(cpu)
  const measured = seconds - warm
  console.log(`${endpoints} endpoints, ${measured} seconds, this process reading its own events as well:`)
  console.log(`  ${((user + system) / 1e4 / measured).toFixed(2)} % of a core (goal 2 %)`)
  console.log(`  ${((bytes - sent) / 1000 / measured).toFixed(1)} kB/s (goal 30)`)
  reader.destroy()
  await page.close()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Lets what was written arrive. */
function turn() {
  return new Promise((resolve) => setTimeout(resolve, 3))
}
