import { editDistance } from '../diagnostics/nearest-name.ts'
import type { CiKind } from '../kinds/ci/ci-kind.ts'

/** The variable of the CI system that must have been meant: the same but for underscores, or one or two letters behind the prefix. */
export function misspeltCiVariable(name: string, { prefixes, names }: CiKind['variables']): string | undefined {
  const near = names
    .map((known) => ({ known, letters: lettersApart(name, known) }))
    .filter(({ known, letters }) => letters <= allowed(known, prefixes))
  return near.toSorted((a, b) => a.letters - b.letters)[0]?.known
}

/** `V2` and `V3`, `CPU_1` and `CPU_2` are different names and no misspellings of each other. */
function lettersApart(name: string, known: string): number {
  if (withoutUnderscores(name) === withoutUnderscores(known)) return 0
  return anyNumber(name) === anyNumber(known) ? Infinity : editDistance(name, known)
}

function withoutUnderscores(name: string): string {
  return name.replaceAll('_', '')
}

function anyNumber(name: string): string {
  return name.replaceAll(/\d+/g, '#')
}

/** In short names two letters make another word. */
function allowed(known: string, prefixes: readonly string[]): number {
  const prefix = prefixes.find((one) => known.startsWith(one)) ?? ''
  return known.length - prefix.length < 6 ? 1 : 2
}
