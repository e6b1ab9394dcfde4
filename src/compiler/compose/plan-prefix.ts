import { posix } from 'node:path'
import type { Value } from '../plan/plan.ts'

/** A text that begins with a path of the YAML file's folder, moved to the project's folder. */
export function planPrefix(value: Value, { from, folder }: { from: RegExp; folder: string }): Value {
  if (folder === '.') return value
  const move = (text: string) => (from.test(text) ? `./${posix.join(folder, text)}` : text)
  if (value.kind === 'literal' && typeof value.value === 'string') return { kind: 'literal', value: move(value.value) }
  if (value.kind !== 'text' || typeof value.parts[0] !== 'string') return value
  return { kind: 'text', parts: [move(value.parts[0]), ...value.parts.slice(1)] }
}
