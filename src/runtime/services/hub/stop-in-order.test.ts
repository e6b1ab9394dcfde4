import { expect, it } from 'vitest'
import { stopInOrder } from './stop-in-order.ts'

it('stops what depends on others first, each once, and what has nothing in common at the same time', async () => {
  const services = new Map([
    ['db', { dependsOn: [] }],
    ['api', { dependsOn: ['db', 'cache'] }],
    ['cache', { dependsOn: ['db'] }],
    ['other', { dependsOn: [] }],
  ])
  const events: string[] = []
  await stopInOrder(services, async (name) => {
    events.push(`${name} begins`)
    await new Promise(setImmediate)
    events.push(`${name} ends`)
  })
  expect(events.filter((event) => !event.startsWith('other'))).toEqual(['api', 'cache', 'db'].flatMap((name) => [`${name} begins`, `${name} ends`]))
  expect(events.indexOf('other begins')).toBeLessThan(events.indexOf('api ends'))
  expect(events).toHaveLength(8)
})
