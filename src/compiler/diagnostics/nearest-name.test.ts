import { describe, expect, it } from 'vitest'
import { editDistance, nearestName } from './nearest-name.ts'

describe('nearestName', () => {
  it.each([
    ['wbe', ['web', 'worker'], 'web'],
    ['statuss', ['status', 'stats', 'json'], 'status'],
    ['STATUS', ['status'], 'status'],
    ['max_connections', ['maxConnections', 'connections'], 'maxConnections'],
    ['spawn-rate', ['spawnRate', 'rate'], 'spawnRate'],
    ['jsonpath', ['json', 'jsonPath'], 'jsonPath'],
    ['gett', ['get', 'put', 'head'], 'get'],
    ['htpp', ['http', 'tcp'], 'http'],
    ['x', ['y'], 'y'],
    ['body', ['json', 'form', 'text'], undefined],
    ['response', ['get', 'put'], undefined],
    ['constructor', [], undefined],
  ])('of %s among %j is %s', (name, known, nearest) => {
    expect(nearestName(name, known)).toBe(nearest)
  })

  it('prefers the first of equally near names, so that the answer is always the same', () => {
    expect(nearestName('cat', ['bat', 'hat'])).toBe('bat')
  })
})

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['a', '', 1],
    ['ab', 'ba', 1],
    ['kitten', 'sitting', 3],
    ['abcd', 'acbd', 1],
    ['ca', 'abc', 3],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })
})
