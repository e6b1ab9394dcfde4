import type { CheckEntry, Write } from './check-entry.ts'
import { addAssertion } from './chains.ts'
import { CheckParts } from './check-parts.ts'
import { spellFound, spellPath } from './expect-map.ts'
import type { Guard } from './guards.ts'
import { constantOf } from './guards.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { readWrite } from './read-write.ts'
import { bind, blockOf, declare, earlyReturn, forEachOf, loopOf, readAll, readTry } from './statements.ts'
import type { Loop } from './statements.ts'
import { eachItem } from './symbol.ts'
import { symbolOf, testOf } from './symbols.ts'
import { give } from './untranslatable.ts'
import type { Names, Symbol } from './symbol.ts'

export interface TestBodyOptions {
  readonly names: Names
  readonly write: (write: Write, push: (entry: CheckEntry) => void) => void
  /** Names of the script around the test. */
  readonly top: Map<string, Symbol>
}

/** The function of a `pm.test` as the keys of a check. */
export class TestBody {
  readonly #parts = new CheckParts()
  readonly #options: TestBodyOptions
  readonly #names: Names
  /** Whether the statement is the first, so that nothing before it can have ended the test. */
  #isFirst = true

  constructor(options: TestBodyOptions) {
    this.#options = options
    const { names, top } = options
    this.#names = {
      ...names,
      onJson: () => this.#parts.readsJson(),
      onDeref: () => undefined,
      onList: (path) => this.#parts.assert((expect) => expect.addPath(path, { type: 'array' })),
      assign: (name, value) => {
        if (top.has(name) && !this.#isFirst) return give('an assignment to an outer name')
        names.assign(name, value)
      },
    }
  }

  read(statements: readonly AnyNode[]): CheckEntry {
    this.#all(statements, this.#names)
    return this.#parts.toEntry()
  }

  #all(statements: readonly AnyNode[], names: Names): void {
    for (const [index, statement] of statements.entries()) {
      const early = earlyReturn(statement)
      if (early !== undefined) {
        const test = testOf(early.test, this.#demanding(names))
        this.#within({ test, holds: true }, early.body, names)
        return this.#within({ test, holds: false }, statements.slice(index + 1), names)
      }
      this.#one(statement, names)
      this.#isFirst = false
    }
  }

  #one(statement: AnyNode, names: Names): void {
    switch (statement.type) {
      case 'EmptyStatement':
        return
      case 'VariableDeclaration':
        return declare(statement, names)
      case 'BlockStatement':
        return this.#all(statement.body, names)
      case 'ForOfStatement':
        return this.#loop(loopOf(statement), names)
      case 'TryStatement':
        return readTry(statement, names)
      case 'IfStatement': {
        const test = testOf(statement.test, this.#demanding(names))
        this.#within({ test, holds: true }, blockOf(statement.consequent), names)
        if (statement.alternate) this.#within({ test, holds: false }, blockOf(statement.alternate), names)
        return
      }
      case 'ReturnStatement':
        if (statement.argument === null || statement.argument === undefined) return give('a return in the middle')
        return this.#expression(statement.argument, names)
      case 'ExpressionStatement':
        return this.#expression(statement.expression, names)
      default:
        return give(`${statement.type} inside a test`)
    }
  }

  /** Reading what a condition asks about, or what is logged, may end the test. */
  #demanding(names: Names): Names {
    return {
      ...names,
      onDeref: (path) => {
        if (path.length > 0 && !path.includes(eachItem)) this.#parts.assert((expect) => expect.addPath(path, { exists: true, not: null }))
      },
    }
  }

  #within(guard: Guard, body: readonly AnyNode[], names: Names): void {
    const constant = constantOf(guard.test)
    if (constant !== undefined && constant !== guard.holds) return
    const run = (): void => this.#all(body, { ...names, values: new Map(names.values) })
    if (body.length === 0) return
    this.#isFirst = false
    if (constant === undefined) this.#parts.within(guard, run)
    else run()
  }

  #expression(node: AnyNode, names: Names): void {
    if (node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier')
      return names.assign(node.left.name, symbolOf(node.right, names))
    if (node.type === 'CallExpression') {
      const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
      const text = path?.join('.')
      if (path?.[0] === 'console') return readAll(node.arguments, this.#demanding(names))
      if (text === 'pm.test') return give('a test inside a test')
      if ((text === 'pm.expect.fail' || text === 'expect.fail') && this.#parts.fail()) return
      const write = readWrite(node, names)
      if (write !== undefined) return this.#options.write(write, (made) => this.#parts.keep(made))
      const loop = forEachOf(node)
      if (loop !== undefined) return this.#loop(loop, names)
    }
    if (!this.#parts.assert((expect) => addAssertion(node, expect, names))) give(`${node.type} inside a test`)
  }

  #loop(loop: Loop, names: Names): void {
    const list = symbolOf(loop.list, names)
    const bound = (value: Symbol): Names => ({ ...names, values: new Map([...names.values, ...bind(loop.param, value, names)]) })
    if (list.kind === 'literal' && Array.isArray(list.value)) {
      for (const value of list.value as readonly unknown[]) this.#all(loop.body, bound({ kind: 'literal', value }))
      return
    }
    if (list.kind !== 'body' || list.path.includes(eachItem)) return give('a loop over no part of the body')
    this.#parts.assert((expect) => expect.addPath(list.path, { schema: { type: 'array' } }))
    const inner = bound({ kind: 'item', list, path: [] })
    for (const statement of loop.body) {
      const node = statement.type === 'ExpressionStatement' ? statement.expression : undefined
      if (statement.type !== 'VariableDeclaration' && node?.type !== 'CallExpression' && node?.type !== 'MemberExpression')
        return give(`${statement.type} inside a loop`)
      if (node?.type === 'CallExpression' && readWrite(node, inner) !== undefined) return give('a value captured in a loop')
      this.#one(statement, inner)
    }
  }
}

/** Where the kept value stands in the answer; `undefined` for what is no part of it. */
export function captureOf(value: Symbol): unknown {
  if (value.kind === 'body') return value.path.includes(eachItem) ? give('a kept list of parts') : spellPath(value.path)
  if (value.kind === 'found') return spellFound(value)
  if (value.kind === 'header') return { header: value.name }
  if (value.kind === 'literal' || (value.kind === 'variable' && value.stale !== true)) return undefined
  return give('a kept value that is computed')
}

export function valueOf(value: Symbol): unknown {
  if (value.kind === 'variable') return value.text
  return value.kind === 'literal' ? value.value : undefined
}
