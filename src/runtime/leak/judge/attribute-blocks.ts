/** One block of traffic. */
export interface Block {
  /** Requests by task. */
  readonly counts: readonly number[]
  /** Of what leaks: bytes, or things to count. */
  readonly growth: number
}

export interface Share {
  readonly perRequest: number
  readonly low: number
  readonly high: number
  readonly guilty: boolean
}

const RESAMPLES = 400
const ROUNDS = 12

/**
 * Growth of each block as a sum of what each of its requests keeps: a regression without constant, with Huber's weights (1964) against
 * the odd block in which a table doubled, and a bootstrap interval of 98 % (Efron 1979). The first blocks are dropped: they warm up.
 *
 * @param threshold what a request must keep for sure to be called guilty
 */
export function attributeBlocks(blocks: readonly Block[], { random, threshold }: { random: () => number; threshold: number }): Share[] {
  const tasks = blocks[0]?.counts.length ?? 0
  const used = blocks.slice(Math.floor(blocks.length * (blocks.length > 60 ? 0.4 : 0.25)))
  const estimate = robustFit(used, tasks)
  const samples: number[][] = []
  for (let round = 0; round < RESAMPLES; round++)
    samples.push(
      robustFit(
        Array.from(used, () => used[Math.floor(random() * used.length)]!),
        tasks,
      ),
    )
  return estimate.map((perRequest, task) => {
    const sorted = samples.map((sample) => sample[task]!).toSorted((a, b) => a - b)
    const low = sorted[Math.floor(RESAMPLES * 0.01)] ?? 0
    const high = sorted[Math.ceil(RESAMPLES * 0.99) - 1] ?? 0
    return { perRequest, low, high, guilty: low > threshold }
  })
}

function robustFit(blocks: readonly Block[], tasks: number): number[] {
  let weights = blocks.map(() => 1)
  let fit: number[] = Array.from({ length: tasks }, () => 0)
  for (let round = 0; round < ROUNDS; round++) {
    fit = solve(blocks, weights, tasks)
    const residuals = blocks.map(({ counts, growth }) => growth - counts.reduce((sum, count, task) => sum + count * fit[task]!, 0))
    const sizes = residuals.map(Math.abs).toSorted((a, b) => a - b)
    const scale = Math.max(1e-6, (sizes[sizes.length >> 1] ?? 0) / 0.6745)
    weights = residuals.map((residual) => Math.min(1, (1.345 * scale) / Math.max(Math.abs(residual), 1e-9)))
  }
  return fit
}

/** Normal equations with a trace of ridge, so that a resample without one of the tasks still has a solution. */
function solve(blocks: readonly Block[], weights: readonly number[], tasks: number): number[] {
  const matrix = Array.from({ length: tasks }, () => Array.from({ length: tasks + 1 }, () => 0))
  for (const [index, { counts, growth }] of blocks.entries()) {
    for (let i = 0; i < tasks; i++) {
      for (let j = 0; j < tasks; j++) matrix[i]![j]! += weights[index]! * counts[i]! * counts[j]!
      matrix[i]![tasks]! += weights[index]! * counts[i]! * growth
    }
  }
  for (let i = 0; i < tasks; i++) matrix[i]![i]! += 1e-6
  for (let i = 0; i < tasks; i++) {
    const pivot = matrix.slice(i).reduce((best, row, offset) => (Math.abs(row[i]!) > Math.abs(matrix[best]![i]!) ? i + offset : best), i)
    ;[matrix[i], matrix[pivot]] = [matrix[pivot]!, matrix[i]!]
    for (let row = 0; row < tasks; row++) {
      if (row === i) continue
      const factor = matrix[row]![i]! / matrix[i]![i]!
      for (let column = i; column <= tasks; column++) matrix[row]![column]! -= factor * matrix[i]![column]!
    }
  }
  return matrix.map((row, index) => row[tasks]! / row[index]!)
}
