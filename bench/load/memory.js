// `npm run bench -- load-memory`: peak memory of a run, and how it grows with the number of requests.
import { median } from '../measure.js'
import { apitest, record, startNginx, timed, writeSpec } from './surroundings.js'

const seconds = Number(process.env.SECONDS ?? 30)

export async function memory() {
  const url = await startNginx(9181)
  writeSpec(url, { seconds })
  for (const users of [100, 1000]) {
    timed(apitest('plain', '-u', String(users)))
    const samples = record('plain')
    const rss = samples.map(({ generator }) => generator.rssBytes / 2 ** 20)
    // The heap has its shape by then.
    const from = Math.ceil(samples.length / 4)
    const early = median(rss.slice(from, from + 5))
    const late = median(rss.slice(-5))
    const requests = count(samples.slice(from + 2, -2))
    const growth = (late - early) / (requests / 1e6)
    console.log(
      `${users} users, ${count(samples).toLocaleString('en')} requests: peak ${Math.max(...rss).toFixed(0)} MiB, growth ${growth.toFixed(2)} MiB for each million requests`,
    )
  }
  return true
}

function count(samples) {
  return samples.reduce((sum, sample) => sum + sample.endpoints.reduce((total, { ok }) => total + ok, 0), 0)
}
