// `npm run bench -- load-memory`: peak memory of a run, and how it grows with the number of requests. Goals: 110 MB with 100 users, 160 MB
// with 1,000, and 1 MB for each million requests.
import { apitest, record, startNginx, timed, writeSpec } from './surroundings.js'

const seconds = Number(process.env.SECONDS ?? 120)
const goals = { 100: 110e6, 1000: 160e6 }
const growthGoal = 1e6

export async function memory() {
  const url = await startNginx(9181)
  writeSpec(url, { seconds })
  let reached = true
  for (const [users, goal] of Object.entries(goals)) {
    timed(apitest('plain', '-u', users))
    const samples = record('plain')
    const peak = Math.max(...samples.map(({ generator }) => generator.rssBytes))
    const growth = slope(samples)
    const good = peak <= goal && growth <= growthGoal
    reached &&= good
    console.log(
      `${users} users, ${served(samples).toLocaleString('en')} requests: peak ${megabytes(peak)} (goal ${megabytes(goal)}), growth ${megabytes(growth)} for each million requests (goal ${megabytes(growthGoal)}) ${good ? '✓' : '✗'}`,
    )
  }
  return reached
}

/** Bytes for each million requests: the line through all samples behind the first quarter, when the heap has its shape (least squares). */
function slope(samples) {
  let count = 0
  const points = samples
    .map((sample) => [(count += served([sample])) / 1e6, sample.generator.rssBytes])
    .slice(Math.ceil(samples.length / 4))
  const mean = (axis) => points.reduce((sum, point) => sum + point[axis], 0) / points.length
  const [x, y] = [mean(0), mean(1)]
  return points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function served(samples) {
  return samples.reduce((sum, sample) => sum + sample.endpoints.reduce((total, { ok }) => total + ok, 0), 0)
}
