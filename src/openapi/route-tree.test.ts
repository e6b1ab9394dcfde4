import { expect, it } from 'vitest'
import { RouteTree, unknownText } from './route-tree.ts'

const tree = new RouteTree()
for (const path of ['/items', '/items/{id}', '/items/{id}/parts/{part}.json', '/a.b/c']) tree.add(path.split('/'))

it.each([
  ['/items', true],
  ['/item', false],
  ['/items/7', true],
  ['/items/', false],
  ['/items/7/parts/x.json', true],
  ['/items/7/parts/x.xml', false],
  ['/items/7/parts', false],
  ['/a.b/c', true],
  ['/axb/c', false],
  [`/${unknownText}`, true],
  [`/it${unknownText}`, true],
  [`/ex${unknownText}`, false],
  [`/${unknownText}/c`, true],
  [`/items/${unknownText}/parts/${unknownText}`, true],
  [`/${unknownText}/x/y`, false],
])('%j could be meant: %s', (path, held) => {
  expect(tree.couldHold(path.split('/'))).toBe(held)
})
