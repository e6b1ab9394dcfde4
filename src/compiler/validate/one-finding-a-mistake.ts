import { problems } from '../diagnostics/problems.ts'
import type { Finding, Keys } from './explain-schema-error.ts'
import { sentenceName } from './spec-words.ts'

/**
 * A misspelt key is unknown, and its right spelling is missing: only the first is told. What a key needs beside it does not matter while
 * it may have to go. Keys that all belong to another shape of a test are told together.
 */
export function oneFindingAMistake(findings: readonly Finding[]): readonly Finding[] {
  return joinMisplaced(findings.filter((finding) => !isConsequence(finding, findings)))
}

function isConsequence({ keys }: Finding, findings: readonly Finding[]): boolean {
  if (keys?.kind !== 'missing') return false
  return findings.some(({ keys: other }) => {
    if (other === undefined || !isSameMap(other, keys)) return false
    if (other.kind === 'unknown') return other.meant !== undefined && keys.names.includes(other.meant)
    return other.kind === 'conflict' && keys.beside !== undefined && other.names.includes(keys.beside)
  })
}

function joinMisplaced(findings: readonly Finding[]): readonly Finding[] {
  const joined: Finding[] = []
  for (const finding of findings) {
    const { keys } = finding
    const index =
      keys?.kind === 'misplaced' ? joined.findIndex(({ keys: other }) => other?.kind === 'misplaced' && isSameMap(other, keys)) : -1
    const first = joined[index]
    if (keys?.kind !== 'misplaced' || first?.keys?.kind !== 'misplaced') {
      joined.push(finding)
      continue
    }
    const names = [...first.keys.names, ...keys.names]
    joined[index] = { ...first, problem: problems.conflictingKeys(names, sentenceName(keys.map), keys.shape), keys: { ...keys, names } }
  }
  return joined
}

function isSameMap(a: Keys, b: Keys): boolean {
  return a.map.join('\0') === b.map.join('\0')
}
