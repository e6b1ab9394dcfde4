import { expect, test } from 'vitest'
import { RollCall } from './roll-call.ts'

const alive = (...pids: number[]) => Promise.resolve({ processes: pids.map((pid) => ({ pid })) })
const answered = (...pids: number[]) => new Map(pids.map((pid) => [pid, { pid, live: 1 }]))

/** Answers in turn, the last one for ever. */
function asking(...turns: number[][]) {
  let turn = 0
  return { ask: () => Promise.resolve(answered(...turns[Math.min(turn++, turns.length - 1)]!)), turns: () => turn }
}

test('a process that answered before and is held up is asked again', async () => {
  const roll = new RollCall()
  const one = asking([1, 2], [1], [1, 2])
  await roll.call({ ask: one.ask, read: () => alive(1, 2) })
  const second = await roll.call({ ask: one.ask, read: () => alive(1, 2) })
  expect({ pids: [...second!.answers.keys()], silent: second!.silent, asked: one.turns() }).toEqual({ pids: [1, 2], silent: [], asked: 3 })
})

test('one that stays silent is named', async () => {
  const roll = new RollCall()
  const one = asking([1, 2], [1])
  await roll.call({ ask: one.ask, read: () => alive(1, 2) })
  expect((await roll.call({ ask: one.ask, read: () => alive(1, 2) }))!.silent).toEqual([2])
})

test('one that has ended is not missed', async () => {
  const roll = new RollCall()
  const one = asking([1, 2], [1])
  await roll.call({ ask: one.ask, read: () => alive(1, 2) })
  expect((await roll.call({ ask: one.ask, read: () => alive(1) }))!.silent).toEqual([])
})

test('programs that never answer are asked a few times once, and then left alone', async () => {
  const roll = new RollCall()
  const one = asking([1])
  expect((await roll.call({ ask: one.ask, read: () => alive(1, 9) }))!.silent).toEqual([])
  expect(one.turns()).toBe(3)
  expect((await roll.call({ ask: one.ask, read: () => alive(1, 9) }))!.silent).toEqual([])
  expect(one.turns()).toBe(4)
})
