import { error } from '../problem.ts'
import { code, listOf, oneOf } from '../wording.ts'
import { nearestName } from '../nearest-name.ts'

/** What the schema can say about one node without looking at another. */
export const validateProblems = {
  unknownKey: (key: string, allowed: readonly string[], owner?: string) => {
    const nearest = nearestName(key, allowed)
    const all = allowed.length === 0 ? 'No keys are allowed here' : `Allowed here: ${listOf(allowed)}`
    return error('unknown-key', `${code(key)} is not a key of ${owner ?? 'this map'}`, nearest === undefined ? all : `Did you mean ${code(nearest)}?`)
  },
  wrongType: (what: { name: string; allowed: string; found: string }, hint?: string) => error('wrong-type', `${what.name} must be ${what.allowed}, and this is ${what.found}`, hint),
  missingUnit: (name: string, value: string, proposals: readonly string[]) => error('missing-unit', `${name} needs a unit, and ${code(value)} has none`, `Write ${oneOf(proposals)}`),
  badValue: (name: string, value: string, expected: string, hint?: string) => error('bad-value', `${value} is not ${expected}, which ${name} needs`, hint),
  missingKey: (key: string, owner: string, hint?: string) => error('missing-key', `${owner} needs the key ${code(key)}`, hint),
  missingChoice: (keys: readonly string[], owner: string) => error('missing-choice', `${owner} needs one of the keys ${listOf(keys)}`),
  conflictingKeys: (keys: readonly string[], owner: string) => error('conflicting-keys', `${owner} has ${keys.map((key) => code(key)).join(' and ')}, and only one of them can hold`, 'Remove all but one'),
  unknownValue: (name: string, value: string, allowed: readonly string[]) => {
    const nearest = nearestName(value, allowed)
    return error('unknown-value', `${code(value)} is not a value of ${name}`, `${nearest === undefined ? '' : `Did you mean ${code(nearest)}? `}Allowed: ${listOf(allowed)}`)
  },
  badName: (name: string, what: string) =>
    error('bad-name', `${code(name)} cannot be ${what}`, 'Names begin with a letter or `_`, followed by letters, digits, `_` and `-`'),
  outOfRange: (name: string, value: string, limit: string) => error('out-of-range', `${name} must be ${limit}, and this is ${value}`),
  emptyValue: (name: string, what: string, hint?: string) => error('empty-value', `${name} is empty, and ${what}`, hint),
  duplicateItem: (name: string, value: string) => error('duplicate-item', `${value} stands twice in ${name}`, 'Remove one of the two'),
  entryOnlyKey: (key: string) => error('entry-only-key', `${code(key)} can only stand in the first file, not in an included one`, 'Move it to the file that has the `include`'),
  duplicateName: (name: string, what: string, otherFile: string) => error('duplicate-name', `${what} ${code(name)} is already defined in ${code(otherFile)}`, 'Names are unique across all files of a project; rename one of the two'),
}
