import type { Value } from '../../../plan/plan.ts'
import type { LoadScript } from '../script/load-script.ts'

/** What k6 alone would send differently: it writes every header in UTF-8, where the others write Latin-1. */
export function k6Impossible({ tasks, flows }: LoadScript): string[] {
  const requests = [...tasks, ...flows].flatMap(({ steps }) => steps.filter((step) => step.kind === 'request'))
  const names = requests.flatMap(({ headers }) => headers.flatMap(([name, value]) => (isAscii(value) ? [] : [name])))
  return [...new Set(names)].map((name) => `the header \`${name}\`, which has letters beyond ASCII: k6 sends them in another encoding`)
}

/** As far as it is known when the script is written. */
function isAscii(value: Value): boolean {
  const texts = value.kind === 'text' ? value.parts : value.kind === 'literal' ? [String(value.value)] : []
  return texts.every((text) => typeof text !== 'string' || /^[\x20-\x7E\t]*$/.test(text))
}
