import type { LoadTask } from '../../runtime/load/program/define-load.ts'
import { UsageError } from '../usage-error.ts'
import type { LoadInput } from './load-settings.ts'

/** Which tasks were asked for, by their position: as in Locust, `--tags` wants one of them, and `--exclude-tags` none. */
export function selectTasks(tasks: readonly LoadTask[], options: Pick<LoadInput, 'task' | 'tags' | 'exclude-tags'>): number[] {
  const { task: names, tags: wanted, 'exclude-tags': unwanted } = options
  const taskNames = tasks.map(({ name }) => name)
  const tags = [...new Set(tasks.flatMap((task) => task.tags ?? []))]
  refuseUnknown(names, { known: taskNames, what: 'task', option: '--task' })
  refuseUnknown(wanted, { known: tags, what: 'tag', option: '--tags' })
  refuseUnknown(unwanted, { known: tags, what: 'tag', option: '--exclude-tags' })
  const selected = tasks.flatMap(({ name, tags: own = [] }, index) => {
    const isWanted = wanted.length === 0 || own.some((tag) => wanted.includes(tag))
    const isNamed = names.length === 0 || names.includes(name)
    return isNamed && isWanted && !own.some((tag) => unwanted.includes(tag)) ? [index] : []
  })
  if (selected.length === 0)
    throw new UsageError('No task of the profile is left to run', 'Fewer of `--task`, `--tags` and `--exclude-tags` leave more')
  return selected
}

function refuseUnknown(
  given: readonly string[],
  { known, what, option }: { known: readonly string[]; what: string; option: string },
): void {
  const unknown = given.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const list = known.length === 0 ? `No task has a ${what}` : `There are ${known.map((name) => `\`${name}\``).join(', ')}`
  throw new UsageError(`\`${option} ${unknown}\` names no ${what} of the profile`, list)
}
