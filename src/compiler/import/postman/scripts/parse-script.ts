import { parse } from 'acorn'
import type { AnyNode, Program } from 'acorn'

export type { AnyNode }

/** A script as a syntax tree; it is read and never run. Postman lets scripts await and return at their top level. */
export function parseScript(code: string): Parsed {
  // a script is looked at for several things in a row
  if (latest?.code !== code) latest = { code, parsed: parseAnew(code) }
  return latest.parsed
}

type Parsed = { readonly program: Program } | { readonly mistake: string }

let latest: { readonly code: string; readonly parsed: Parsed } | undefined

function parseAnew(code: string): Parsed {
  try {
    return {
      program: parse(code, {
        ecmaVersion: 'latest',
        sourceType: 'script',
        allowAwaitOutsideFunction: true,
        allowReturnOutsideFunction: true,
        allowHashBang: true,
      }),
    }
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) }
  }
}

/** Calls `visit` for every node below one, itself first. */
export function walk(node: AnyNode, visit: (node: AnyNode) => void): void {
  visit(node)
  for (const key in node) {
    if (key === 'type') continue
    const value = (node as unknown as Record<string, unknown>)[key]
    if (typeof value !== 'object' || value === null) continue
    if (!Array.isArray(value)) {
      if (isNode(value)) walk(value, visit)
    } else for (const child of value as readonly unknown[]) if (isNode(child)) walk(child, visit)
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** `pm.response.to.have` as `['pm', 'response', 'to', 'have']`; `undefined` for anything but plain names. */
export function memberPath(node: AnyNode): readonly string[] | undefined {
  if (node.type === 'Identifier') return [node.name]
  if (node.type === 'ParenthesizedExpression') return memberPath(node.expression)
  if (node.type !== 'MemberExpression' || node.object.type === 'Super') return undefined
  const above = memberPath(node.object)
  if (above === undefined) return undefined
  if (!node.computed && node.property.type === 'Identifier') return [...above, node.property.name]
  return node.computed && node.property.type === 'Literal' && typeof node.property.value === 'string'
    ? [...above, node.property.value]
    : undefined
}
