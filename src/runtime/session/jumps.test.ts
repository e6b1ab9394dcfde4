import { expect, it } from 'vitest'
import { startServer } from '../../../test/support/http-server.ts'
import { createTestApi } from '../project/test-session.testing.ts'
import type { TestSession } from '../project/test-session.ts'
import { defineSession } from './define-session.ts'
import { passOver, replay } from './jumps.ts'

/** A test that sends one request, in a session whose scripts jump as told after each answer. */
async function testOf(next: (count: number) => string | null | undefined) {
  const server = await startServer((_, response, count) => {
    shared.next = next(count)
    response.end()
  })
  const { api } = createTestApi({ url: server.url, project: { session: defineSession({}) }, test: 'first' })
  const shared = api.run.shared!
  await api.send({ get: '/first', expect: { status: 200 } })
  return { server, api, shared }
}

const urls = ({ seen }: { readonly seen: readonly { readonly url: string }[] }) => seen.map(({ url }) => url)

it('a jump back sends the request again, until no script asks for it', async () => {
  const { server, api, shared } = await testOf((count) => (count < 4 ? 'first' : undefined))
  await replay(api)
  expect(urls(server)).toEqual(['/first', '/first', '/first', '/first'])
  expect(shared.next).toBeUndefined()
})

it('a loop whose end never comes is stopped in words, and the tests behind it run', { timeout: 60_000 }, async () => {
  const { server, api, shared } = await testOf(() => 'first')
  await expect(replay(api)).rejects.toThrow(
    /^Scripts jumped back 1000 times in this iteration, the last time to `first`, and the run goes on without it\. .*needs an end/,
  )
  expect(server.seen).toHaveLength(1001)
  expect(shared.next).toBeUndefined()
  expect(skipReason(api, 'second')).toBeUndefined()
})

it.each<[string | null, string | undefined]>([
  ['second', undefined],
  ['third', 'a script went on with `third`'],
  [null, 'a script ended the iteration'],
])('a jump forward to %s leaves out what lies between', async (next, reason) => {
  const { api } = await testOf(() => next)
  await replay(api)
  expect(skipReason(api, 'second')).toBe(reason)
})

function skipReason({ run }: TestSession, item: string): string | undefined {
  let reason: string | undefined
  passOver({
    ...run,
    item,
    skip: (text) => {
      reason = text
    },
  })
  return reason
}
