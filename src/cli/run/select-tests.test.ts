import { describe, expect, it } from 'vitest'
import type { ProjectIndex } from '../../compiler/write/manifest.ts'
import { UsageError } from '../usage-error.ts'
import { selectTests } from './select-tests.ts'
import type { Selection } from './select-tests.ts'

const everything: Selection = { names: [], tags: [], notTags: [], places: undefined, failed: undefined, shard: undefined }

const index: ProjectIndex = {
  name: 'shop',
  folder: '../',
  specs: ['apitest.yaml', 'more.apitest.yaml'],
  leaks: [],
  loads: [],
  tags: ['slow', 'smoke'],
  suites: [
    {
      name: 'shop',
      file: 'tests/shop.test.ts',
      place: 'apitest.yaml#/tests',
      tests: [
        { name: 'health (all)', place: 'apitest.yaml#/tests/health (all)', tags: ['smoke'], services: ['web'], table: false },
        { name: 'health', place: 'apitest.yaml#/tests/health', tags: [], services: ['web'], table: false },
        { name: 'prices', place: 'apitest.yaml#/tests/prices', tags: ['slow'], services: ['web', 'prices'], table: true },
      ],
    },
    { name: 'more', file: 'tests/more.test.ts', place: 'more.apitest.yaml#/tests', tests: [{ name: 'search', place: 'more.apitest.yaml#/tests/search', tags: ['smoke', 'slow'], services: ['search'], table: false }] },
  ],
}

/** Vitest's full names of the tests, rows included. */
const fullNames = ['shop health (all)', 'shop health', 'shop prices sku=Abc', 'shop prices sku=abc, n=2', 'more search']

function selected(selection: Partial<Selection>) {
  const { pattern, files, services, uncertain } = selectTests(index, { ...everything, ...selection })
  return { names: fullNames.filter((name) => pattern === undefined || pattern.test(name)), files, services, uncertain: uncertain !== undefined }
}

const both = ['tests/shop.test.ts', 'tests/more.test.ts']

describe('the selection of tests', () => {
  it('takes everything without a pattern', () => {
    expect(selectTests(index, everything).pattern).toBeUndefined()
    expect(selected({})).toEqual({ names: fullNames, files: both, services: ['web', 'prices', 'search'], uncertain: false })
  })

  it.each<[string, Partial<Selection>, readonly string[], readonly string[]]>([
    ['by tag', { tags: ['smoke'] }, ['shop health (all)', 'more search'], ['web', 'search']],
    ['by one of several tags', { tags: ['smoke', 'slow'] }, ['shop health (all)', 'shop prices sku=Abc', 'shop prices sku=abc, n=2', 'more search'], ['web', 'prices', 'search']],
    ['without a tag', { notTags: ['slow'] }, ['shop health (all)', 'shop health'], ['web']],
    ['by part of a name, in any case', { names: ['HEALTH'] }, ['shop health (all)', 'shop health'], ['web']],
    ['by a name with signs of regular expressions', { names: ['(all)'] }, ['shop health (all)'], ['web']],
    ['by a regular expression', { names: ['/h$/'] }, ['shop health', 'more search'], ['web', 'search']],
    ['by a regular expression in any case', { names: ['/HEALTH$/i'] }, ['shop health'], ['web']],
    ['by suite and name as reports show them', { names: ['shop › health'] }, ['shop health (all)', 'shop health'], ['web']],
    ['by place', { places: [{ test: 'apitest.yaml#/tests/health' }] }, ['shop health'], ['web']],
    ['by the place of a row', { places: [{ test: 'apitest.yaml#/tests/prices', row: 'sku=Abc' }] }, ['shop prices sku=Abc'], ['web', 'prices']],
    ['by file', { places: [{ file: 'more.apitest.yaml' }] }, ['more search'], ['search']],
    ['what failed', { failed: [{ suite: 'shop', name: 'health' }, { suite: 'shop', name: 'prices › sku=abc, n=2' }] }, ['shop health', 'shop prices sku=abc, n=2'], ['web', 'prices']],
    ['by all together', { names: ['s'], tags: ['slow'], notTags: ['smoke'] }, ['shop prices sku=Abc', 'shop prices sku=abc, n=2'], ['web', 'prices']],
    ['the first half', { shard: { index: 1, count: 2 } }, ['shop health (all)', 'shop prices sku=Abc', 'shop prices sku=abc, n=2'], ['web', 'prices']],
    ['the second half', { shard: { index: 2, count: 2 } }, ['shop health', 'more search'], ['web', 'search']],
  ])('%s', (_, selection, names, services) => {
    expect(selected(selection)).toMatchObject({ names, services })
  })

  it('looks into the rows of a table for a name, and starts no service for a mere chance', () => {
    expect(selected({ names: ['n=2'] })).toEqual({ names: ['shop prices sku=abc, n=2'], files: ['tests/shop.test.ts'], services: [], uncertain: true })
    expect(selectTests(index, { ...everything, names: ['serach'] }).uncertain).toMatchObject({ hint: 'Did you mean `search`?' })
    expect(selected({ names: ['sku=abc'] }).names).toEqual(['shop prices sku=Abc', 'shop prices sku=abc, n=2'])
    expect(selected({ names: ['/sku=abc/'] }).names).toEqual(['shop prices sku=abc, n=2'])
  })

  it.each<[string, Partial<Selection>, string, string | undefined]>([
    ['an unknown tag', { tags: ['smok'] }, 'No test has the tag `smok`', 'Did you mean `smoke`? Known tags: slow, smoke'],
    ['tags that leave nothing', { tags: ['smoke'], notTags: ['smoke'] }, '`--not smoke` leaves no test', undefined],
    ['an unknown name', { names: ['serach'], notTags: ['nothing'], places: [{ file: 'more.apitest.yaml' }] }, "No test's name contains `serach`", 'Did you mean `search`?'],
    ['a broken regular expression', { names: ['/(/'] }, '`/(/` is not a regular expression: Invalid regular expression: /(/u: Unterminated group', undefined],
    ['tests that are gone', { failed: [{ suite: 'shop', name: 'old' }] }, 'The tests that failed last time are gone, or the other options leave them out', 'Run without `--failed`'],
    ['more parts than tests', { shard: { index: 5, count: 5 } }, 'There are 4 tests to share, so `--shard` can have at most 4 parts', undefined],
  ])('%s is an error that says what there is', (_, selection, message, hint) => {
    const thrown = catchError(() => selected(selection))
    expect(thrown).toBeInstanceOf(UsageError)
    expect(thrown).toMatchObject({ message, hint })
  })
})

function catchError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
