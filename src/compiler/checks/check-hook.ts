import { problems } from '../diagnostics/problems.ts'
import type { HookExport } from '../load/hooks-facts.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

export interface HookSignature {
  /** What the function is called with. */
  readonly parameters: readonly string[]
  /** What it gives, where that matters. */
  readonly result: string | undefined
}

/** Checks that a text names a function of the hooks file that can be called so. */
export function checkHook(cursor: Cursor, tools: CheckTools, signature: HookSignature): void {
  const name = cursor.text ?? ''
  if (tools.hooks === undefined) {
    if (!tools.hooksNamed && tools.hooksUsed.size === 0) tools.report(problems.noHooksFile(name), { cursor })
    tools.hooksUsed.add(name)
    return
  }
  tools.hooksUsed.add(name)
  const { exports, open, file } = tools.hooks
  const found = exports.get(name)
  if (found === undefined) {
    if (!open) tools.report(problems.unknownHook(name, { file, known: [...exports.keys()] }), { cursor })
    return
  }
  const wrong = mistakeOf(found, signature.parameters.length)
  if (wrong === undefined) return
  tools.report(problems.badHook(name, wrong, signatureText(name, signature)), { cursor }, [
    { message: 'It is exported here', spot: found.range },
  ])
}

function mistakeOf(found: HookExport, given: number): string | undefined {
  if (found.kind === 'other') return `is ${found.what}, and a function is needed`
  if (found.kind === 'unknown' || found.required <= given) return undefined
  return `needs ${found.required} arguments, and it is called with ${given}`
}

function signatureText(name: string, { parameters, result }: HookSignature): string {
  return `export async function ${name}(${parameters.join(', ')}) { ${result === undefined ? '…' : `return ${result}`} }`
}
