import type { Collection, Item } from './collection.ts'
import { slug, UniqueNames } from './names.ts'

/** A test of the result, with where it came from. */
export interface BuiltTest {
  readonly item: Item
  readonly suite: string
  readonly name: string
  readonly value: Readonly<Record<string, unknown>>
  readonly comments: readonly string[]
}

export interface BuiltSuite {
  /** Undefined for the tests of no folder, where they come first. */
  readonly name: string | undefined
  readonly description: string | undefined
  readonly tests: readonly BuiltTest[]
}

export function groupSuites(collection: Collection, tests: readonly Omit<BuiltTest, 'suite' | 'name'>[]): readonly BuiltSuite[] {
  const suiteNames = new UniqueNames()
  const descriptions = new Map(collection.folders.map(({ path, description }) => [JSON.stringify(path), description]))
  const groups: { path: readonly string[]; tests: Omit<BuiltTest, 'suite' | 'name'>[] }[] = []
  for (const test of tests) {
    const last = groups.at(-1)
    if (last !== undefined && JSON.stringify(last.path) === JSON.stringify(test.item.path)) last.tests.push(test)
    else groups.push({ path: test.item.path, tests: [test] })
  }
  // tests of no folder run first in the language, so others become a suite of their own
  return groups.map(({ path, tests: own }, index) => {
    const atTop = index === 0 && path.length === 0
    const title = path.join(' / ')
    const name = suiteNames.claim(slug(path.length === 0 ? collection.name : path.join('-'), 'suite'))
    const described = descriptions.get(JSON.stringify(path)) ?? (title !== name && !atTop && title !== '' ? title : undefined)
    const testNames = new UniqueNames((number) => ` (${number})`)
    return {
      name: atTop ? undefined : name,
      description: described,
      tests: own.map((test) => ({
        ...test,
        suite: atTop ? slug(collection.name, 'collection') : name,
        name: testNames.claim(testName(test.item.name)),
      })),
    }
  })
}

/** A key that is only digits would be sorted before all others. */
function testName(name: string): string {
  const line = name.replaceAll(/\s+/g, ' ').trim().replaceAll('${', '$ {')
  return line === '' ? 'request' : /^\d+$/.test(line) ? `request ${line}` : line
}
