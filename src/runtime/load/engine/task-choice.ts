import type { Random } from '../../values/random.ts'

/** Chooses tasks by their weights, with the random numbers of whoever asks. */
export function createChoice<Task extends { readonly weight: number }>(tasks: readonly Task[]): (random: Random) => Task {
  const [first] = tasks
  if (first === undefined) throw new Error('A load needs a task')
  if (tasks.length === 1) return () => first
  const total = tasks.reduce((sum, { weight }) => sum + weight, 0)
  return (random) => {
    let left = random() * total
    for (const task of tasks) {
      left -= task.weight
      if (left < 0) return task
    }
    return first
  }
}
