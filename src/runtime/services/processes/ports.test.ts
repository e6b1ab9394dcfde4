import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { accepts, holdPort, isPortTaken, listeningPorts, pickPort, portOwners } from './ports.ts'

async function listen(host: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('a picked port is free, and not the same each time', async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, pickPort))
  expect(new Set(ports).size).toBeGreaterThan(15)
  expect(await isPortTaken(ports[0]!)).toBe(false)
})

test.for(['127.0.0.1', '0.0.0.0', '::1', '::'])('a port in use on %s is noticed', async (host) => {
  expect(await isPortTaken(await listen(host))).toBe(true)
})

test('the owner of a port is known', async () => {
  const port = await listen('127.0.0.1')
  expect(portOwners(port)).toMatchObject([{ pid: process.pid, name: expect.any(String) }])
  expect(listeningPorts([process.pid])).toContain(port)
  expect(listeningPorts([process.ppid])).not.toContain(port)
  expect(portOwners(await pickPort())).toEqual([])
})

test('a held port accepts connections until it is released', async () => {
  const held = await holdPort()
  expect(held.descriptor).toBeGreaterThan(2)
  expect(await accepts('127.0.0.1', held.port)).toBe(true)
  held.release()
  expect(await accepts('127.0.0.1', held.port)).toBe(false)
})
