// What an application prints is the matter here.
/* oxlint-disable no-console */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { ServiceLog } from '../../service-log.ts'
import { serveWithOutput, withOutput } from './app-output.ts'

function openLog(): { log: ServiceLog; text(): string } {
  const folder = mkdtempSync(join(tmpdir(), 'app-output-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const log = new ServiceLog(join(folder, 'app.log'))
  return { log, text: () => readFileSync(join(folder, 'app.log'), 'utf8') }
}

test('what an application prints is its own, also later; what the test prints meanwhile is not', async () => {
  const { log, text } = openLog()
  const seen: string[] = []
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = ((chunk: unknown) => seen.push(String(chunk)) > 0) as typeof process.stdout.write
  onTestFinished(() => void (process.stdout.write = write))
  const work = withOutput(log, async () => {
    console.log('at once')
    await sleep(5)
    console.error('later')
    process.stdout.write('without a console\n')
  })
  process.stdout.write('of the test\n')
  await work
  expect(text()).toBe('at once\nlater\nwithout a console\n')
  expect(seen).toEqual(['of the test\n'])
})

test('what a server prints for a request is its own, also in the events of the body', async () => {
  const { log, text } = openLog()
  const server = createServer((incoming, response) => {
    incoming.on('data', (data) => console.log(`got ${data}`)).on('end', () => setTimeout(() => response.end(console.log('ended') ?? 'ok'), 1))
  })
  serveWithOutput(server, log)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => request({ port, method: 'POST' }, (answer) => answer.resume().on('end', resolve)).end('a body'))
  expect(text()).toBe('got a body\nended\n')
})
