import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { projectDisk } from './project-disk.ts'
import { readHooks } from './read-hooks.ts'

const root = mkdtempSync(join(tmpdir(), 'apitest-hooks-'))
afterAll(() => rmSync(root, { recursive: true }))

const read = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
  const facts = readHooks(projectDisk(root), Object.keys(files)[0]!)
  const shown = [...facts.exports].map(([name, found]) => {
    const at = `${found.range.file}:${found.range.start.line}:${found.range.start.column}`
    if (found.kind === 'function') return `${name} function ${found.required}..${found.most} ${at}`
    return `${name} ${found.kind === 'other' ? found.what : 'unknown'} ${at}`
  })
  return { shown, facts }
}

describe('the hooks file', () => {
  it.each([
    ['export function a(context) {}', ['a function 1..1 h.ts:1:17']],
    ['export async function a(value: string, context?: unknown, ...rest: unknown[]) {}', ['a function 1..Infinity h.ts:1:23']],
    ['export const a = async ({ send }: Api) => ({ id: 1 })', ['a function 1..1 h.ts:1:14']],
    ['export const a: (context: unknown) => number = make()', ['a function 1..1 h.ts:1:14']],
    ['export const a = (((context) => 1) satisfies Setup) as Setup', ['a function 1..1 h.ts:1:14']],
    ['const b = () => 1\nexport const a = b', ['a function 0..0 h.ts:2:18']],
    ['const a = b\nconst b = a\nexport { a }', ['a unknown h.ts:1:7']],
    ['export const a = memoize(() => 1)', ['a unknown h.ts:1:14']],
    ['export const a = { x: 1 }, b = 5', ['a an object h.ts:1:14', 'b a number h.ts:1:28']],
    ['export class A {}\nexport type B = string\nexport interface C {}', ['A a class h.ts:1:14']],
    ['function a(x, y) {}\nexport { a as b, c }', ['b function 2..2 h.ts:1:10', 'c unknown h.ts:2:18']],
    ['function a() {}\nfunction hidden() {}\nexport type { a }', []],
    ['export default function a() {}', []],
    ['export function a(this: unknown, x: number, y = 1) {}', ['a function 1..2 h.ts:1:17']],
  ])('%s', (text, expected) => {
    expect(read({ 'h.ts': text }).shown).toEqual(expected)
  })

  it('follows exports of neighbours', () => {
    const { shown, facts } = read({
      'h.ts': "export { made as order } from './orders.js'\nexport * from './more.ts'\nexport * as all from './more.ts'",
      'orders.ts': 'export const made = (a, b) => 1',
      'more.ts': "export function extra() {}\nexport * from './h.ts'",
    })
    expect(shown).toEqual(['order function 2..2 orders.ts:1:14', 'extra function 0..0 more.ts:1:17', 'all a module h.ts:3:13'])
    expect(facts.open).toBe(false)
  })

  it('knows that a package may export anything', () => {
    expect(read({ 'h.mjs': "export * from 'somewhere'" }).facts.open).toBe(true)
    expect(read({ 'h.js': 'module.exports = { a() {} }' }).facts.open).toBe(true)
  })

  it('shows syntax errors with their place', () => {
    const { facts } = read({ 'h.ts': 'export function a( {\n  return 1 +\n}' })
    expect(facts.mistakes[0]).toMatchObject({ range: { file: 'h.ts', start: { line: 2 } } })
    expect(facts.mistakes[0]?.message).toMatch(/expected/)
  })

  it('reads plain JavaScript', () => {
    expect(read({ 'h.mjs': 'export const a = (context) => context' }).shown).toEqual(['a function 1..1 h.mjs:1:14'])
  })
})
