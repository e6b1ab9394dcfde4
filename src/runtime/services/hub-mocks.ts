import type { MockControl } from '../mocks/mock-control.ts'
import type { MockCommand, MockReply } from '../mocks/mock-protocol.ts'
import { callHub } from './hub/hub-connection.ts'

/** Mocks of a service in another process, by way of the hub. */
export function hubMocks(service: string): MockControl {
  const ask = (command: MockCommand): Promise<MockReply> => callHub('mock', { service, command })
  return {
    async begin() {
      await ask({ op: 'begin' })
    },
    apply: async (mocks) => (await ask({ op: 'apply', mocks })).problems?.[0],
    record: async (target) => (await ask({ op: 'record', target })).record ?? undefined,
    end: async () => (await ask({ op: 'end' })).problems ?? [],
  }
}
