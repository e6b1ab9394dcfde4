import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { serviceProject } from '../../../../../test/services/service-project.ts'
import { startService } from '../../hub-client.ts'
import { serve } from '../../serve.ts'

async function address(definition: { url: unknown; ready?: { http: string; status?: number; timeout?: string } }) {
  const stop = await serve(serviceProject().define({ staging: () => definition }), ['staging'])
  onTestFinished(stop)
  return startService('staging')
}

async function listen(status = 200): Promise<number> {
  const server = createServer((_, response) => response.writeHead(status).end())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as AddressInfo).port
}

test('a service that runs elsewhere is used as it is', async () => {
  const port = await listen()
  expect(await address({ url: `http://localhost:${port}/api/` })).toEqual({ url: `http://localhost:${port}/api`, host: 'localhost', port })
})

test('one that is not there is an error before any test', async () => {
  await expect(address({ url: 'http://127.0.0.1:1', ready: { http: '/', timeout: '200ms' } })).rejects.toThrow(
    'Service `staging` cannot be reached at http://127.0.0.1:1/: connection refused',
  )
  await expect(address({ url: 'http://host.invalid', ready: { http: '/', timeout: '200ms' } })).rejects.toThrow(
    /no such host|cannot be resolved/,
  )
})

test('its readiness is waited for', async () => {
  const port = await listen(503)
  await expect(address({ url: `http://127.0.0.1:${port}`, ready: { http: '/up', status: 200, timeout: '200ms' } })).rejects.toThrow(
    'status 503, expected 200',
  )
})

test.for([[undefined], [''], ['staging.example.com'], ['ftp://example.com']])('`%s` is no URL', async ([url]) => {
  await expect(address({ url })).rejects.toThrow('Service `staging` has no usable URL')
})
