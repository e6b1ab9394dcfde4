import { expect, it } from 'vitest'
import { mulberry32 } from '../../../test/support/plans/random-plan.ts'
import { unifiedDiff } from './unified-diff.ts'

const names = { from: 'old', to: 'new' }

it('is empty for equal texts', () => {
  expect(unifiedDiff('a\n', 'a\n', names)).toBe('')
})

it('shows three lines around each change, and changes that are near in one block', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `${index}\n`)
  const changed = lines.with(5, 'five\n').with(9, 'nine\n').with(25, 'x\n')
  const diff = unifiedDiff(lines.join(''), changed.join(''), names)
  expect([...diff.matchAll(/^@@.*$/gm)].map(([head]) => head)).toEqual(['@@ -3,11 +3,11 @@', '@@ -23,7 +23,7 @@'])
  expect(diff).toContain(' 4\n-5\n+five\n 6\n')
})

it('says where a line end is missing', () => {
  expect(unifiedDiff('a', 'a\n', names)).toContain('-\\ No newline at end of file')
})

/** What `patch` does, trusting every line number and every unchanged line. */
function patched(before: string, diff: string): string {
  const old = before.split('\n').slice(0, -1)
  const result: string[] = []
  let at = 0
  for (const line of diff.split('\n').slice(2, -1)) {
    const start = /^@@ -(\d+),(\d+) /.exec(line)
    if (start !== null) {
      const first = Number(start[1]) - (start[2] === '0' ? 0 : 1)
      result.push(...old.slice(at, first))
      at = first
    } else if (line.startsWith('+')) {
      result.push(line.slice(1))
    } else {
      expect(line.slice(1)).toBe(old[at])
      if (line.startsWith(' ')) result.push(line.slice(1))
      at += 1
    }
  }
  return [...result, ...old.slice(at), ''].join('\n')
}

it('makes a patch that turns the old text into the new one', () => {
  const random = mulberry32(7)
  const text = () => Array.from({ length: 1 + Math.floor(random() * 40) }, () => `${Math.floor(random() * 6)}\n`).join('')
  for (let round = 0; round < 2000; round++) {
    const [before, after] = [text(), text()]
    const diff = unifiedDiff(before, after, { ...names, limit: 10_000, context: round % 4 })
    expect(patched(before, diff), diff).toBe(after)
  }
})

function many(word: string): string {
  return Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join('')
}

it('is quick where nearly everything differs', () => {
  const startedAt = performance.now()
  unifiedDiff(many('a'), many('b'), names)
  expect(performance.now() - startedAt).toBeLessThan(2000)
})
