import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { addSecret } from '../values/secrets.ts'
import { hideLateSecrets } from './hide-late-secrets.ts'
import { ServiceLog } from './service-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'service-log-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const open = (awaited?: RegExp) => new ServiceLog(join(folder, 'logs', `${++count}.log`), awaited === undefined ? {} : { awaited })
const written = (log: ServiceLog) => readFileSync(log.file, 'utf8')

test('lines are put together from pieces, each stream for itself', () => {
  const log = open()
  log.accept('stdout', 'on')
  log.accept('stderr', 'error\r\n')
  log.accept('stdout', 'e\ntwo')
  expect(log.lines()).toEqual(['error', 'one', 'two'])
  log.close()
  expect(written(log)).toBe('error\r\none\ntwo\n')
})

test('lines are found by the time they came, the last ones first', async () => {
  const log = open()
  log.accept('stdout', 'early\n')
  await sleep(5)
  const sinceMs = Date.now()
  log.accept('stdout', 'late\nlater\n')
  expect(log.lines({ sinceMs })).toEqual(['late', 'later'])
  expect(log.lines({ limit: 1 })).toEqual(['later'])
  log.close()
})

test('the line that is waited for counts wherever the pieces break, without colours', () => {
  const log = open(/^Listening at \d+$/)
  log.accept('stdout', 'Listening a')
  expect(log.matched).toBe(false)
  log.accept('stdout', 't \u001B[32m80\u001B[0m\n')
  expect(log.matched).toBe(true)
  expect(log.lines()).toEqual(['Listening at 80'])
  log.close()
})

test('memory holds the last lines only, and the beginning of long ones', () => {
  const log = open()
  for (let i = 0; i < 10_000; i++) log.accept('stdout', `line ${i}\n`)
  log.accept('stdout', `${'x'.repeat(100_000)}\n`)
  const lines = log.lines({ limit: 1e6 })
  expect(lines.length).toBeLessThan(2500)
  expect(lines.at(-2)).toBe('line 9999')
  expect(lines.at(-1)).toHaveLength(2000)
  log.close()
  expect(written(log)).toHaveLength(10_000 * 10 - 1110 + 100_001)
})

test('a secret is hidden although its line comes in pieces and never ends', () => {
  addSecret('swordfish-77')
  const log = open()
  const text = `${'a'.repeat(65_530)}swordfish-77${'b'.repeat(65_530)}swordfish-77`
  for (let at = 0; at < text.length; at += 1000) log.accept('stdout', text.slice(at, at + 1000))
  log.close()
  expect(written(log)).not.toContain('swordfish')
  expect(written(log).match(/\*\*\*/g)).toHaveLength(2)
})

test('secrets that become known later are hidden in the finished file', async () => {
  const log = open()
  log.accept('stdout', `before\ntoken trout-4711-late\n${'c'.repeat(3_000_000)}trout-4711-late`)
  log.close()
  addSecret('trout-4711-late')
  await hideLateSecrets(log.file)
  expect(written(log)).not.toContain('trout')
  expect(written(log)).toHaveLength('before\ntoken ***\n'.length + 3_000_000 + 4)
})

test('a log that cannot be opened throws', () => {
  expect(() => new ServiceLog('/dev/null/web.log')).toThrow(/ENOTDIR|EEXIST/)
})

test.skipIf(process.platform !== 'linux')('a full disk ends the file, not the run', () => {
  const log = new ServiceLog('/dev/full')
  log.accept('stdout', 'one\n')
  log.accept('stdout', 'two\n')
  expect(log.lines()).toEqual([expect.stringMatching(/the log ends here.*ENOSPC/), 'one', 'two'])
  log.close()
})

test('counts the lines that came before, also those that memory has let go', async () => {
  const log = open()
  log.accept('stdout', 'of another moment\n')
  await sleep(5)
  const sinceMs = Date.now()
  log.accept('stdout', 'line\n'.repeat(300))
  expect(log.excerpt({ sinceMs, limit: 200 }).before).toEqual({ count: 100, atLeast: false })
  expect(log.excerpt({ limit: 200 }).before).toEqual({ count: 101, atLeast: false })
  log.accept('stdout', 'line\n'.repeat(4700))
  expect(log.excerpt({ limit: 200 }).before).toEqual({ count: 4801, atLeast: false })
  expect(log.excerpt({ sinceMs, limit: 200 }).before).toMatchObject({ atLeast: true })
  log.close()
})
