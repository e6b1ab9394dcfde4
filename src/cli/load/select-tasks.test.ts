import { describe, expect, test } from 'vitest'
import type { LoadTask } from '../../runtime/load/program/define-load.ts'
import { selectTasks } from './select-tasks.ts'

const run = (): Promise<void> => Promise.resolve()
const tasks: readonly LoadTask[] = [
  { name: 'search', tags: ['read'], run },
  { name: 'list', tags: ['read', 'slow'], run },
  { name: 'order', tags: ['write'], run },
  { name: 'look around', run },
]
const none = { task: [], tags: [], 'exclude-tags': [] }

describe('the tasks of a load', () => {
  test('are all of them where nothing was asked for', () => expect(selectTasks(tasks, none)).toEqual([0, 1, 2, 3]))

  test.each([
    [{ tags: ['read'] }, [0, 1]],
    [{ tags: ['read', 'write'] }, [0, 1, 2]],
    [{ 'exclude-tags': ['slow', 'write'] }, [0, 3]],
    [{ tags: ['read'], 'exclude-tags': ['slow'] }, [0]],
    [{ task: ['order', 'look around'] }, [2, 3]],
    [{ task: ['order', 'search'], tags: ['read'] }, [0]],
  ])('are with %j those at %j', (options, expected) => expect(selectTasks(tasks, { ...none, ...options })).toEqual(expected))

  test.each([
    [{ tags: ['raed'] }, '`--tags raed` names no tag of the profile'],
    [{ 'exclude-tags': ['x'] }, '`--exclude-tags x` names no tag of the profile'],
    [{ task: ['read'] }, '`--task read` names no task of the profile'],
    [{ tags: ['read'], 'exclude-tags': ['read'] }, 'No task of the profile is left to run'],
  ])('cannot be chosen by %j', (options, message) => expect(() => selectTasks(tasks, { ...none, ...options })).toThrow(message))
})
