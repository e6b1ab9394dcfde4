import { expect, it } from 'vitest'
import { suiteNames } from './suite-names.ts'

it.each([
  ['the project and the files', ['apitest.yaml', 'tests/items.apitest.yaml', 'more.yml'], [], ['shop', 'items', 'more']],
  ['the folder where two files have one name', ['apitest.yaml', 'a/items.yaml', 'b/items.yaml'], [], ['shop', 'items', 'b/items']],
  ['the ending where folder and name are the same too', ['apitest.yaml', 'items.apitest.yaml', 'items.yaml'], [], ['shop', 'items', 'items.yaml']],
  ['the folder where a declared suite has the name', ['apitest.yaml', 'a/items.yaml'], ['items'], ['shop', 'a/items']],
  ['the file where a declared suite has the name of the project', ['apitest.yaml'], ['shop'], ['apitest.yaml']],
])('names suites after %s', (_, files, declared, names) => {
  expect(suiteNames(files, { project: 'shop', declared })).toEqual(names)
})
