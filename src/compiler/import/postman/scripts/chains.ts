import type { AnyNode } from './parse-script.ts'
import { memberPath } from './parse-script.ts'
import { addMatcher, differs, equals } from './conditions.ts'
import type { ExpectMap } from './expect-map.ts'
import { property } from './pm-names.ts'
import { addResponse } from './response-assertions.ts'
import type { Names, Symbol } from './symbol.ts'
import { symbolOf, textArgument } from './symbols.ts'
import { give } from './untranslatable.ts'
import { addLink, addProperty, fillers, nestedPath } from './value-assertions.ts'
import type { Flags, Link, LinkSite } from './value-assertions.ts'

/** Adds an assertion statement to a check; false when the node is none. */
export function addAssertion(node: AnyNode, into: ExpectMap, names: Names): boolean {
  const chain = unroll(node)
  if (chain === undefined) return false
  const { root, links } = chain
  const text = memberPath(root)?.join('.')
  if (root.type === 'CallExpression') {
    const [subject] = root.arguments
    if (subject === undefined) return give('an expect without a value')
    addExpectation(symbolOf(subject, names), links, into, names)
    return true
  }
  if (text !== 'pm.response') return give('an assertion of another kind')
  addResponse(links, into, names)
  return true
}

/** `pm.expect(x).to.eql(1)` as its root and its links; `undefined` where it is no assertion. */
function unroll(node: AnyNode): { root: AnyNode; links: readonly Link[] } | undefined {
  const links: Link[] = []
  let at = node
  for (;;) {
    if (at.type === 'CallExpression') {
      const path = at.callee.type === 'Super' ? undefined : memberPath(at.callee)?.join('.')
      if (path === 'pm.expect' || path === 'expect' || path === 'chai.expect') return { root: at, links: links.toReversed() }
      if (
        at.callee.type !== 'MemberExpression' ||
        at.callee.computed ||
        at.callee.property.type !== 'Identifier' ||
        at.callee.object.type === 'Super'
      )
        return undefined
      links.push({ name: at.callee.property.name, arguments: at.arguments })
      at = at.callee.object
    } else if (at.type === 'MemberExpression' && !at.computed && at.property.type === 'Identifier' && at.object.type !== 'Super') {
      if (memberPath(at)?.join('.') === 'pm.response')
        return links.at(-1)?.name === 'to' ? { root: at, links: links.toReversed() } : undefined
      links.push({ name: at.property.name, arguments: undefined })
      at = at.object
    } else return undefined
  }
}

function addExpectation(first: Symbol, links: readonly Link[], into: ExpectMap, names: Names): void {
  // `pm.expect(pm.response).to.have.status(200)` asks as `pm.response.to` does
  if (first.kind === 'response') return addWhole(links, into, names)
  const flags: Flags = { not: false, deep: false, nested: false, include: false, any: false }
  let subject = first
  let asked = false
  for (const [index, link] of links.entries()) {
    const { name, arguments: given } = link
    if (fillers.has(name) && given === undefined) continue
    if (given === undefined && name === 'not') flags.not = true
    else if (given === undefined && name === 'deep') flags.deep = true
    else if (given === undefined && name === 'nested') flags.nested = true
    else if (given === undefined && name === 'own') continue
    else if (given === undefined && (name === 'include' || name === 'contain' || name === 'includes' || name === 'contains'))
      flags.include = true
    else if (given === undefined && name === 'all') continue
    else if (given === undefined && name === 'any') flags.any = true
    else if (given === undefined && (name === 'length' || name === 'lengthOf')) subject = { kind: 'length', of: subject }
    else {
      const more = links.slice(index + 1).some((later) => !fillers.has(later.name))
      if (name === 'property' && more && given !== undefined) {
        subject = intoProperty(subject, given, { flags, into, names })
        asked = true
        continue
      }
      addLink(subject, { name, arguments: given }, { flags, into, names })
      asked = true
    }
  }
  if (!asked) give('an assertion without a condition, which can never fail')
}

/** What is asked of the answer as a whole; its properties are those of `pm.response`. */
function addWhole(links: readonly Link[], into: ExpectMap, names: Names): void {
  const last = links.at(-1)
  if (last?.name !== 'property' || last.arguments?.length !== 2) return addResponse(links, into, names)
  const [name, value] = last.arguments as [AnyNode, AnyNode]
  const asked = property({ kind: 'response' }, textArgument(name, names), names)
  const not = links.some((link) => link.name === 'not' && link.arguments === undefined)
  addMatcher(asked, not ? differs(symbolOf(value, names)) : equals(symbolOf(value, names)), into)
}

/** `to.have.property('id').that.is.a('number')` goes on with the property. */
function intoProperty(subject: Symbol, given: readonly AnyNode[], site: LinkSite): Symbol {
  if (site.flags.not || (subject.kind !== 'body' && subject.kind !== 'item')) return give('an assertion behind property()')
  addProperty(subject, given, site)
  const name = textArgument(given[0], site.names)
  return { ...subject, path: [...subject.path, ...(site.flags.nested ? nestedPath(name) : [name])] }
}
