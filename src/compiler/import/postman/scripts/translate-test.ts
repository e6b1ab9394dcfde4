import type { CheckEntry, Write } from './check-entry.ts'
import { addAssertion } from './chains.ts'
import { addTest } from './conditions.ts'
import { ExpectMap } from './expect-map.ts'
import { constantOf, guardKeys } from './guards.ts'
import type { Guard } from './guards.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath, parseScript } from './parse-script.ts'
import { readWrite } from './read-write.ts'
import { bind, blockOf, declare, earlyReturn, forEachOf, loopOf, readAll, readTry } from './statements.ts'
import type { Loop } from './statements.ts'
import { eachItem } from './symbol.ts'
import { symbolOf, testOf, textArgument } from './symbols.ts'
import { give, Untranslatable } from './untranslatable.ts'
import type { Names, Symbol, Test } from './symbol.ts'
import { captureOf, TestBody, valueOf } from './test-body.ts'

export interface TranslateOptions {
  /** Names of variables that something sets. */
  readonly known: ReadonlySet<string>
  /** Names of scripts that became values of the session. */
  readonly helpers?: ReadonlySet<string>
  /** Whether a captured value reaches the scope that the script writes to. */
  readonly canWrite: (write: Write) => boolean
}

export interface Translated<Entry> {
  readonly entries: readonly Entry[]
  /** Variables that it reads and nothing sets. */
  readonly unset: readonly string[]
  /** Names of its own that become values of the session. */
  readonly helpers?: readonly string[]
}

/** A test script as entries of `checks`: the whole of it, or the reason why not. */
export function translateTest(code: string, options: TranslateOptions): Translated<CheckEntry> | { reason: string } {
  const parsed = parseScript(code)
  if ('mistake' in parsed) return { reason: `it does not parse: ${parsed.mistake}` }
  try {
    const translation = new Translation(options)
    return { entries: translation.script(parsed.program.body), unset: [...translation.unset] }
  } catch (error) {
    if (error instanceof Untranslatable) return { reason: error.message }
    throw error
  }
}

class Translation {
  readonly #options: TranslateOptions
  readonly #written = new Set<string>()
  readonly #tests = new Map<string, Test>()
  /** What the names of the script's top level stand for. */
  readonly #top = new Map<string, Symbol>()
  readonly unset = new Set<string>()
  /** The conditions around the statement. */
  #guards: readonly Guard[] = []
  #entries: CheckEntry[] = []
  /** What reading the body at the top level of the script demands; `undefined` inside a test. */
  #demands: ExpectMap | undefined

  constructor(options: TranslateOptions) {
    this.#options = options
  }

  script(statements: readonly AnyNode[]): readonly CheckEntry[] {
    this.#statements(statements, this.#names(this.#top))
    return this.#entries
  }

  #names(values: Map<string, Symbol>): Names {
    return {
      values,
      known: this.#options.known,
      written: this.#written,
      tests: this.#tests,
      onUnset: (name) => void this.unset.add(name),
      assign: (name, value) => this.#assign(name, value, values),
      onJson: () => this.#demands?.addEntry('jsonPath', '$', { exists: true }),
      onDeref: (path) => {
        if (path.length > 0 && !path.includes(eachItem)) this.#demands?.addPath(path, { exists: true, not: null })
      },
      onList: (path) => this.#demands?.addPath(path, { type: 'array' }),
    }
  }

  /** A name that was declared without a value: from here on it stands for what the answer says. */
  #assign(name: string, value: Symbol, values: Map<string, Symbol>): void {
    const declared = this.#top.get(name) ?? values.get(name)
    if (declared?.kind !== 'literal' || declared.value !== undefined || value.kind !== 'body') return give('an assignment to an outer name')
    values.set(name, value)
    if (this.#top.has(name)) this.#top.set(name, value)
  }

  #statements(statements: readonly AnyNode[], names: Names): void {
    for (const [index, statement] of statements.entries()) {
      const early = earlyReturn(statement)
      if (early === undefined) {
        this.#statement(statement, names)
        continue
      }
      if (early.body.length > 0) this.#condition({ test: early.test, holds: true }, early.body, names)
      return this.#condition({ test: early.test, holds: false }, statements.slice(index + 1), names)
    }
  }

  /** Whatever the statement demands of the body stands before what it does. */
  #statement(statement: AnyNode, names: Names): void {
    const made = this.#collect(() => this.#run(statement, names))
    this.#entries.push(...made)
  }

  #collect(run: () => void): readonly CheckEntry[] {
    const [before, around] = [this.#entries, this.#demands]
    const demands = new ExpectMap()
    this.#demands = demands
    this.#entries = []
    run()
    const made = this.#entries
    this.#entries = before
    this.#demands = around
    if (demands.isEmpty) return made
    const entry = this.#guarded({ expect: demands.toExpect() })
    return this.#isDemanded(entry) ? made : [entry, ...made]
  }

  #isDemanded({ expect, ...guards }: CheckEntry): boolean {
    const demanded = new Set(
      this.#entries.flatMap((entry) => {
        if (entry.check !== undefined || entry.conditions !== undefined) return []
        const { when, unless } = entry
        return (when === undefined && unless === undefined) || JSON.stringify({ when, unless }) === JSON.stringify(guards)
          ? pathsOf(entry)
          : []
      }),
    )
    return pathsOf({ ...(expect !== undefined && { expect }) }).every((path) => demanded.has(path))
  }

  #guarded({ check, ...rest }: CheckEntry): CheckEntry {
    return { ...(check !== undefined && { check }), ...guardKeys(this.#guards), ...rest }
  }

  #push(entry: CheckEntry): void {
    this.#entries.push(this.#guarded(entry))
  }

  #run(statement: AnyNode, names: Names): void {
    switch (statement.type) {
      case 'EmptyStatement':
        return
      case 'BlockStatement':
        return this.#statements(statement.body, { ...names, values: new Map(names.values) })
      case 'VariableDeclaration':
        return declare(statement, names)
      case 'IfStatement':
        return this.#if(statement, names)
      case 'TryStatement':
        return readTry(statement, names)
      case 'ForOfStatement':
        return this.#unrolled(loopOf(statement), names)
      case 'ExpressionStatement':
        return this.#expression(statement.expression, names)
      default:
        return give(statement.type === 'FunctionDeclaration' ? 'a function of its own' : statement.type)
    }
  }

  #if(statement: AnyNode & { type: 'IfStatement' }, names: Names): void {
    const test = testOf(statement.test, names)
    this.#condition({ test, holds: true }, blockOf(statement.consequent), names)
    if (statement.alternate) this.#condition({ test, holds: false }, blockOf(statement.alternate), names)
  }

  #condition({ test, holds }: { test: AnyNode | Test; holds: boolean }, body: readonly AnyNode[], names: Names): void {
    const guard: Guard = { test: 'type' in test ? testOf(test, names) : test, holds }
    const constant = constantOf(guard.test)
    if (constant !== undefined && constant !== holds) return
    const inner = { ...names, values: new Map(names.values) }
    const around = this.#guards
    if (constant === undefined) this.#guards = [...around, guard]
    guardKeys(this.#guards)
    // what is demanded inside is demanded only there
    const made: CheckEntry[] = []
    const outer = this.#entries
    this.#entries = made
    this.#statements(body, inner)
    this.#entries = outer
    this.#entries.push(...made)
    // var and names without a declaration are those of the whole script
    for (const [name, value] of inner.values) if (!names.values.has(name)) names.values.set(name, value)
    this.#guards = around
  }

  /** A loop over constants, as if it were written out. */
  #unrolled(loop: Loop, names: Names): void {
    const list = symbolOf(loop.list, names)
    if (list.kind !== 'literal' || !Array.isArray(list.value)) return give('a loop over no part of the body')
    for (const value of list.value as readonly unknown[])
      this.#statements(loop.body, { ...names, values: new Map([...names.values, ...bind(loop.param, { kind: 'literal', value }, names)]) })
  }

  #expression(node: AnyNode, names: Names): void {
    if (node.type === 'Literal') return // 'use strict'
    if (node.type === 'AssignmentExpression') return this.#legacy(node, names)
    const assert = (): void => {
      const alone = new ExpectMap()
      if (!addAssertion(node, alone, names)) give(node.type === 'CallExpression' ? `a call of ${calleeOf(node)}` : node.type)
      this.#push({ expect: alone.toExpect() })
    }
    if (node.type !== 'CallExpression') return assert()
    const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
    const text = path?.join('.')
    if (path?.[0] === 'console') return readAll(node.arguments, names)
    if (text === 'pm.test') return this.#test(node, names)
    if (text === 'pm.test.skip') return this.#push({ check: textArgument(node.arguments[0], names), skip: 'skipped by its script' })
    const write = readWrite(node, names)
    if (write !== undefined) return this.#write(write, (entry) => this.#push(entry))
    const loop = forEachOf(node)
    if (loop !== undefined) return this.#unrolled(loop, names)
    assert()
  }

  #write(write: Write, push: (entry: CheckEntry) => void): void {
    if (!this.#options.canWrite(write)) return give(`\`${write.name}\`, which stands in several scopes`)
    if (write.unset) push({ set: { [write.name]: null } })
    else {
      const source = captureOf(write.value)
      push(source === undefined ? { set: { [write.name]: valueOf(write.value) } } : { capture: { [write.name]: source } })
    }
    this.#written.add(write.name)
  }

  /** `tests['name'] = condition` */
  #legacy(node: AnyNode & { type: 'AssignmentExpression' }, names: Names): void {
    const { left, right, operator } = node
    if (operator !== '=') return give('an assignment to an outer name')
    if (left.type === 'Identifier') {
      const known = names.values.get(left.name)
      if (known !== undefined && this.#guards.length > 0) return give('an assignment to an outer name')
      // old scripts have names without var, and use one several times
      names.values.set(left.name, symbolOf(right, names))
      return
    }
    if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier' || left.object.name !== 'tests')
      return give('an assignment to a property')
    const check = left.computed
      ? nameOf(left.property, names)
      : left.property.type === 'Identifier'
        ? left.property.name
        : give('a private name')
    const test = testOf(right, names)
    this.#tests.set(check, test)
    const expect = new ExpectMap()
    addTest(test, expect, { holds: true })
    this.#push({ check, ...(!expect.isEmpty && { expect: expect.toExpect() }) })
  }

  #test(node: AnyNode & { type: 'CallExpression' }, names: Names): void {
    const [title, callback] = node.arguments
    const check = title === undefined ? give('a test without a name') : nameOf(title, names)
    if (callback === undefined) return give('a test without a function')
    if (callback.type !== 'ArrowFunctionExpression' && callback.type !== 'FunctionExpression')
      return give('a test whose function stands elsewhere')
    if (callback.params.length > 0 || callback.async) return give('an asynchronous test')
    const demands = this.#demands
    this.#demands = undefined
    const own = new TestBody({
      names: this.#names(new Map(names.values)),
      write: (write, push) => this.#write(write, push),
      top: this.#top,
    })
    const entry = own.read(
      callback.body.type === 'BlockStatement'
        ? callback.body.body
        : [{ type: 'ExpressionStatement', expression: callback.body } as AnyNode],
    )
    this.#demands = demands
    this.#push({ check, ...entry })
  }
}

function calleeOf(node: AnyNode & { type: 'CallExpression' }): string {
  const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
  return path === undefined ? 'something computed' : `\`${path.join('.')}\``
}

function nameOf(node: AnyNode, names: Names): string {
  const symbol = symbolOf(node, names)
  if (symbol.kind === 'literal') return String(symbol.value)
  return symbol.kind === 'variable' && symbol.stale !== true ? symbol.text : give('a name made of the answer')
}

function pathsOf({ expect }: CheckEntry): readonly string[] {
  return Object.keys((expect?.['jsonPath'] ?? {}) as object)
}
