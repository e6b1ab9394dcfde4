// The judge alone, on 3,000 synthetic traces of ten families: `npm run bench -- leak-traces`.
import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const seed = 20_260_101

export async function tracesBench() {
  const folder = mkdtempSync(join(root, 'node_modules/.apitest-traces-'))
  try {
    const judge = 'src/runtime/leak/judge'
    const contents = `export { judgeTrend } from './judge-trend.ts'; export { syntheticTraces } from './synthetic-traces.testing.ts'`
    const outfile = join(folder, 'judge.mjs')
    await build({
      stdin: { contents, resolveDir: join(root, judge), loader: 'ts' },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
    })
    const { judgeTrend, syntheticTraces } = await import(pathToFileURL(outfile).href)
    return report(
      syntheticTraces(3000, seed).map((trace) => ({
        ...trace,
        trend: judgeTrend(trace.points, { threshold: 100, minGrowth: 512 * 1024, atRest: false }),
      })),
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function share(rows, verdict) {
  return `${((100 * rows.filter(({ trend }) => trend.verdict === verdict).length) / rows.length).toFixed(1)} %`.padStart(9)
}

function report(judged) {
  const families = [...new Set(judged.map(({ family }) => family))]
  console.log(`${'family'.padEnd(36)}${['leak', 'no leak', 'open'].map((word) => word.padStart(9)).join('')}`)
  for (const family of families) {
    const rows = judged.filter((one) => one.family === family)
    console.log(
      `${family.padEnd(36)}${share(rows, 'leak')}${share(rows, 'no leak')}${share(rows, 'inconclusive')}${rows[0].leak > 0 ? '  leaks' : ''}`,
    )
  }
  const called = judged.filter(({ trend }) => trend.verdict === 'leak')
  const clean = judged.filter(({ leak }) => leak === 0)
  const precision = called.filter(({ leak }) => leak > 0).length / called.length
  const falseAlarms = clean.filter(({ trend }) => trend.verdict === 'leak').length / clean.length
  const missed = judged.filter(({ leak, trend }) => leak > 0 && trend.verdict === 'no leak').length
  const errors = called
    .filter(({ leak }) => leak > 0)
    .map(({ leak, trend }) => Math.abs(trend.slope - leak) / leak)
    .toSorted((a, b) => a - b)
  console.log(`precision ${(100 * precision).toFixed(2)} %, false alarms ${(100 * falseAlarms).toFixed(2)} %, leaks called clean ${missed}`)
  console.log(
    `size: median error ${(100 * errors[errors.length >> 1]).toFixed(1)} %, 90th percentile ${(100 * errors[Math.floor(errors.length * 0.9)]).toFixed(1)} %`,
  )
  return precision >= 0.99 && falseAlarms <= 0.01
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = (await tracesBench()) ? 0 : 1
