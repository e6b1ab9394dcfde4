import { error } from '../problem.ts'
import { code, listOf, oneOf, shownValue } from '../wording.ts'
import { nearestName } from '../nearest-name.ts'

/** What the schema can say about one node without looking at another. */
export const validateProblems = {
  unknownKey: (key: string, allowed: readonly string[], owner: string, help?: string) => {
    const nearest = nearestName(key, allowed)
    const all = help ?? (allowed.length === 0 ? 'No keys are allowed here' : `Allowed here: ${listOf(allowed)}`)
    return error('unknown-key', `${code(key)} is not a key of ${owner}`, nearest === undefined ? all : `Did you mean ${code(nearest)}?`)
  },
  wrongType: (what: { name: string; allowed: string; found: string }, hint?: string) =>
    error('wrong-type', `${what.name} must be ${what.allowed}, and it is ${what.found}`, hint),
  missingUnit: (name: string, value: string, proposals: readonly string[]) =>
    error('missing-unit', `${name} needs a unit, and ${code(value)} has none`, `Write ${oneOf(proposals)}`),
  badValue: (name: string, value: string, hint?: string) => error('bad-value', `${value} does not fit ${name}`, hint),
  missingKey: (key: string, owner: string, hint?: string) => error('missing-key', `${owner} needs the key ${code(key)}`, hint),
  missingChoice: (keys: readonly string[], owner: string) => error('missing-choice', `${owner} needs one of the keys ${listOf(keys)}`),
  /** `shape` is the key that decides what a step or test is, such as `steps`; the others belong to another shape. */
  conflictingKeys: (keys: readonly string[], owner: string, shape?: string) =>
    shape === undefined
      ? error(
          'conflicting-keys',
          `${owner} has ${listOf(keys.slice(0, -1))} and ${code(keys.at(-1)!)}, and only one of them can hold`,
          'Remove all but one',
        )
      : error(
          'conflicting-keys',
          `${owner} has ${code(shape)}, and ${listOf(keys)} cannot stand beside it`,
          shape === 'steps'
            ? `Move ${keys.length > 1 ? 'them' : 'it'} into one of the steps`
            : 'Write `steps` with the flow and the request one after the other',
        ),
  unknownValue: (name: string, value: unknown, allowed: readonly unknown[]) => {
    const names = allowed.map(String)
    const nearest = typeof value === 'string' ? nearestName(value, names) : undefined
    return error(
      'unknown-value',
      `${shownValue(value)} is not a value of ${name}`,
      `${nearest === undefined ? '' : `Did you mean ${code(nearest)}? `}Allowed: ${listOf(names)}`,
    )
  },
  badName: (name: string, section: string) =>
    error(
      'bad-name',
      `${code(name)} cannot be a name in ${section}`,
      'Names begin with a letter or `_`, followed by letters, digits, `_` and `-`',
    ),
  outOfRange: (name: string, value: string, limit: string, help?: string) =>
    error('out-of-range', `${name} must be ${limit}, and it is ${value}`, help),
  emptyValue: (name: string, needs: string) => error('empty-value', `${name} is empty, and ${needs}`),
  duplicateItem: (name: string, value: string) => error('duplicate-item', `${value} stands twice in ${name}`, 'Remove one of the two'),
  entryOnlyKey: (key: string) =>
    error(
      'entry-only-key',
      `${code(key)} can only stand in the first file, not in an included one`,
      'Move it to the file that has the `include`',
    ),
  duplicateName: (name: string, what: string, otherFile: string) =>
    error(
      'duplicate-name',
      `${what} ${code(name)} is already defined in ${code(otherFile)}`,
      'All files of a project share their names; keep one of the two, or rename it',
    ),
}
