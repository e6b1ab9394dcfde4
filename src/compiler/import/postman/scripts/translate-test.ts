import type { CheckEntry, Write } from './check-entry.ts'
import { addAssertion } from './chains.ts'
import { addTest } from './conditions.ts'
import { ExpectMap, spellPath } from './expect-map.ts'
import type { AnyNode } from './parse-script.ts'
import { memberPath, parseScript } from './parse-script.ts'
import { readWrite } from './read-write.ts'
import { give, property, symbolOf, testOf, textArgument, Untranslatable } from './symbols.ts'
import type { Names, Symbol, Test } from './symbols.ts'

export interface TranslateOptions {
  /** Names of variables that something sets. */
  readonly known: ReadonlySet<string>
  /** Whether a captured value reaches the scope that the script writes to. */
  readonly canWrite: (write: Write) => boolean
}

/** A test script as entries of `checks`: the whole of it, or the reason why not. */
export function translateTest(code: string, options: TranslateOptions): { entries: readonly CheckEntry[] } | { reason: string } {
  const parsed = parseScript(code)
  if ('mistake' in parsed) return { reason: `it does not parse: ${parsed.mistake}` }
  try {
    return { entries: new Translation(options).script(parsed.program.body) }
  } catch (error) {
    if (error instanceof Untranslatable) return { reason: error.message }
    throw error
  }
}

interface TestSite {
  readonly names: Names
  readonly expect: ExpectMap
  /** What the test keeps. */
  readonly entry: { readonly capture: Record<string, unknown>; readonly set: Record<string, unknown> }
}

class Translation {
  readonly #options: TranslateOptions
  readonly #written = new Set<string>()
  readonly #tests = new Map<string, Test>()
  /** The conditions around the statement. */
  readonly #guards: { readonly test: Test; readonly holds: boolean }[] = []
  #entries: CheckEntry[] = []
  /** What reading the body at the top level of the script demands; `undefined` inside a test. */
  #demands: ExpectMap | undefined
  #when: Record<string, unknown> | undefined

  constructor(options: TranslateOptions) {
    this.#options = options
  }

  script(statements: readonly AnyNode[]): readonly CheckEntry[] {
    const names = this.#names(new Map())
    for (const statement of statements) this.#statement(statement, names)
    return this.#entries
  }

  #names(values: Map<string, Symbol>): Names {
    return {
      values,
      known: this.#options.known,
      written: this.#written,
      tests: this.#tests,
      onJson: () => this.#demands?.addEntry('jsonPath', '$', { exists: true }),
      onDeref: (path) => {
        if (path.length > 0) this.#demands?.addEntry('jsonPath', spellPath(path), { exists: true, not: null })
      },
    }
  }

  /** Whatever the statement demands of the body stands before what it does. */
  #statement(statement: AnyNode, names: Names): void {
    this.#demands = new ExpectMap()
    const before = this.#entries
    this.#entries = []
    this.#run(statement, names)
    const made = this.#entries
    this.#entries = before
    const demands = this.#demands
    this.#demands = undefined
    if (!demands.isEmpty && !this.#isDemanded(demands.toExpect())) this.#push({ expect: demands.toExpect() })
    this.#entries.push(...made)
  }

  #isDemanded(expect: Record<string, unknown>): boolean {
    const demanded = new Set(
      this.#entries.flatMap((entry) =>
        entry.check === undefined && (entry.when === undefined || JSON.stringify(entry.when) === JSON.stringify(this.#when))
          ? Object.keys((entry.expect?.['jsonPath'] ?? {}) as object)
          : [],
      ),
    )
    return Object.keys(expect['jsonPath'] as object).every((path) => demanded.has(path))
  }

  #push(entry: CheckEntry): void {
    const { check, ...rest } = entry
    this.#entries.push({ ...(check !== undefined && { check }), ...(this.#when !== undefined && { when: this.#when }), ...rest })
  }

  #run(statement: AnyNode, names: Names): void {
    switch (statement.type) {
      case 'EmptyStatement':
        return
      case 'BlockStatement':
        for (const inner of statement.body) this.#run(inner, names)
        return
      case 'VariableDeclaration':
        return declare(statement, names)
      case 'IfStatement':
        return this.#condition(statement, names)
      case 'ExpressionStatement':
        return this.#expression(statement.expression, names)
      default:
        return give(statement.type === 'FunctionDeclaration' ? 'a function of its own' : statement.type)
    }
  }

  #expression(node: AnyNode, names: Names): void {
    if (node.type === 'Literal') return // 'use strict'
    if (node.type === 'AssignmentExpression') return this.#legacy(node, names)
    if (node.type !== 'CallExpression') {
      const alone = new ExpectMap()
      if (addAssertion(node, alone, names)) return this.#push({ expect: alone.toExpect() })
      return give(node.type)
    }
    const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
    const text = path?.join('.')
    if (path?.[0] === 'console') return
    if (text === 'pm.test') return this.#test(node, names)
    if (text === 'pm.test.skip') return this.#push({ check: textArgument(node.arguments[0], names), skip: 'skipped by its script' })
    const write = readWrite(node, names)
    if (write !== undefined) return this.#write(write, (entry) => this.#push(entry))
    const alone = new ExpectMap()
    if (addAssertion(node, alone, names)) return this.#push({ expect: alone.toExpect() })
    give(`a call of \`${text ?? 'something computed'}\``)
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

  #condition(statement: AnyNode & { type: 'IfStatement' }, names: Names): void {
    const test = testOf(statement.test, names)
    const demands = this.#demands
    this.#guarded(test, true, statement.consequent, names)
    if (statement.alternate) this.#guarded(test, false, statement.alternate, names)
    this.#demands = demands
  }

  #guarded(test: Test, holds: boolean, body: AnyNode, names: Names): void {
    const own = new ExpectMap()
    addTest(test, own, { holds })
    if (!holds && !own.isSingle) return give('an else of several conditions')
    const around = this.#when
    this.#guards.push({ test, holds })
    const when = new ExpectMap()
    for (const guard of this.#guards) addTest(guard.test, when, { holds: guard.holds })
    this.#when = when.toExpect()
    const inner = { ...names, values: new Map(names.values) }
    // what is demanded inside is demanded only there
    for (const statement of body.type === 'BlockStatement' ? body.body : [body]) this.#statement(statement, inner)
    // var and names without a declaration are those of the whole script
    for (const [name, value] of inner.values) if (!names.values.has(name)) names.values.set(name, value)
    this.#guards.pop()
    this.#when = around
  }

  /** `tests['name'] = condition` */
  #legacy(node: AnyNode & { type: 'AssignmentExpression' }, names: Names): void {
    const { left, right, operator } = node
    if (operator !== '=') return give('an assignment to an outer name')
    if (left.type === 'Identifier' && names.values.has(left.name)) return give('an assignment to an outer name')
    if (left.type === 'Identifier') {
      // a name without var, as old scripts have it
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
    const expect = new ExpectMap()
    if (right.type === 'Literal' && right.value === true) return this.#push({ check })
    const test = testOf(right, names)
    this.#tests.set(check, test)
    addTest(test, expect, { holds: true })
    this.#push({ check, expect: expect.toExpect() })
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
    let readsJson = false
    const inner: Names = { ...this.#names(new Map(names.values)), onJson: () => (readsJson = true) }
    const expect = new ExpectMap()
    const entry: { capture: Record<string, unknown>; set: Record<string, unknown> } = { capture: {}, set: {} }
    const body: readonly AnyNode[] =
      callback.body.type === 'BlockStatement' ? callback.body.body : [{ type: 'ExpressionStatement', expression: callback.body } as AnyNode]
    let wrote = false
    for (const statement of body) {
      const writes = this.#inTest(statement, { names: inner, expect, entry })
      if (wrote && !writes) give('an assertion behind a captured value')
      wrote ||= writes === true
    }
    this.#demands = demands
    if (readsJson && expect.toExpect()['jsonPath'] === undefined) expect.addEntry('jsonPath', '$', { exists: true })
    this.#push({
      check,
      ...(!expect.isEmpty && { expect: expect.toExpect() }),
      ...(Object.keys(entry.capture).length > 0 && { capture: entry.capture }),
      ...(Object.keys(entry.set).length > 0 && { set: entry.set }),
    })
  }

  /** True where the statement keeps a value, undefined where its place does not matter. */
  #inTest(statement: AnyNode, site: TestSite): boolean | undefined {
    const { names, expect, entry } = site
    if (statement.type === 'EmptyStatement') return undefined
    if (statement.type === 'VariableDeclaration') {
      declare(statement, names)
      return undefined
    }
    if (statement.type === 'ForOfStatement') return this.#loop(statement.left, statement.right, statement.body, site)
    if (statement.type === 'ReturnStatement' && statement.argument === null) return undefined
    if (statement.type !== 'ExpressionStatement') return give(`${statement.type} inside a test`)
    const node = statement.expression
    if (node.type === 'CallExpression') {
      const path = node.callee.type === 'Super' ? undefined : memberPath(node.callee)
      if (path?.[0] === 'console') return undefined
      if (path?.join('.') === 'pm.test') return give('a test inside a test')
      const write = readWrite(node, names)
      if (write !== undefined) {
        this.#write(write, (made) => {
          Object.assign(entry.capture, made.capture)
          Object.assign(entry.set, made.set)
        })
        return true
      }
      const loop = forEachOf(node)
      if (loop !== undefined) return this.#loop(loop.param, loop.list, loop.body, site)
    }
    if (addAssertion(node, expect, names)) return false
    return give(`${node.type} inside a test`)
  }

  #loop(left: AnyNode, list: AnyNode, body: AnyNode, site: TestSite): false {
    const name = left.type === 'VariableDeclaration' ? left.declarations[0]?.id : left
    if (name?.type !== 'Identifier') return give('a loop over parts of items')
    const source = symbolOf(list, site.names)
    if (source.kind !== 'body') return give('a loop over no part of the body')
    const item: Symbol = { kind: 'item', list: source, path: [] }
    const inner = { ...site.names, values: new Map([...site.names.values, [name.name, item]]) }
    const statements =
      body.type === 'BlockStatement'
        ? body.body
        : [body.type === 'ExpressionStatement' ? body : ({ type: 'ExpressionStatement', expression: body } as AnyNode)]
    site.expect.add(source, { schema: { type: 'array' } })
    for (const statement of statements) if (this.#inTest(statement, { ...site, names: inner }) === true) give('a value captured in a loop')
    return false
  }
}

function forEachOf(node: AnyNode & { type: 'CallExpression' }): { param: AnyNode; list: AnyNode; body: AnyNode } | undefined {
  const { callee, arguments: given } = node
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier' || callee.property.name !== 'forEach')
    return undefined
  const [callback] = given
  if (callee.object.type === 'Super' || (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression'))
    return undefined
  const [param] = callback.params
  return callback.params.length === 1 && param !== undefined && !callback.async
    ? { param, list: callee.object, body: callback.body }
    : undefined
}

function nameOf(node: AnyNode, names: Names): string {
  const symbol = symbolOf(node, names)
  if (symbol.kind === 'literal') return String(symbol.value)
  return symbol.kind === 'variable' ? symbol.text : give('a name made of the answer')
}

/** `const j = pm.response.json()`, `const { a, b } = j` */
export function declare(statement: AnyNode & { type: 'VariableDeclaration' }, names: Names): void {
  for (const { id, init } of statement.declarations) {
    if (!init) return give('a variable without a value')
    const value = symbolOf(init, names)
    if (id.type === 'Identifier') names.values.set(id.name, value)
    else if (id.type === 'ObjectPattern') {
      for (const part of id.properties) {
        if (part.type !== 'Property' || part.computed || part.key.type !== 'Identifier' || part.value.type !== 'Identifier')
          return give('a destructuring of another kind')
        names.values.set(part.value.name, property(value, part.key.name, names))
      }
    } else return give('a destructuring of another kind')
  }
}

function captureOf(value: Symbol): unknown {
  if (value.kind === 'body') return spellPath(value.path)
  if (value.kind === 'header') return { header: value.name }
  if (value.kind === 'literal' || value.kind === 'variable') return undefined
  return give('a kept value that is computed')
}

function valueOf(value: Symbol): unknown {
  if (value.kind === 'variable') return value.text
  return value.kind === 'literal' ? value.value : undefined
}
