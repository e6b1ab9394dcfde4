import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ProxyServer {
  readonly origin: string
  /** First lines of all that it was asked for. */
  readonly asked: string[]
  /** What `proxy-authorization` said each time. */
  readonly logins: (string | undefined)[]
}

export interface ProxyServerOptions {
  /** Where hosts lead that only the proxy knows. */
  readonly hosts?: Readonly<Record<string, number>>
  /** Refuses with this status. */
  readonly refuse?: number
}

/**
 * A forward proxy: takes whole addresses and CONNECT, hands on what comes as it comes, and closes or resets where the service does. Closed
 * with the test.
 */
export async function startProxy({ hosts = {}, refuse }: ProxyServerOptions = {}): Promise<ProxyServer> {
  const asked: string[] = []
  const logins: (string | undefined)[] = []
  const sockets = new Set<Socket>()
  const server = createServer({ noDelay: true }, (client) => {
    let service: Socket | undefined
    let tunnel = false
    sockets.add(client)
    client.on('error', () => service?.destroy())
    client.on('close', () => service?.destroy())
    client.on('data', (data) => {
      if (tunnel) return void service?.write(data)
      const text = data.toString('latin1')
      const [first = ''] = text.split('\r\n')
      const [method = '', address = ''] = first.split(' ')
      asked.push(first)
      logins.push(/^proxy-authorization: (.*)\r$/im.exec(text)?.[1])
      if (refuse !== undefined) return void client.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`)
      tunnel = method === 'CONNECT'
      const url = new URL(tunnel ? `https://${address}` : address)
      service ??= reach(client, url)
      if (tunnel) service.once('connect', () => client.write('HTTP/1.1 200 Connected\r\n\r\n'))
      else service.write(text.replace(`${url.protocol}//${url.host}`, '').replace(/^proxy-authorization: .*\r\n/im, ''), 'latin1')
    })
    function reach(from: Socket, { hostname, port }: URL): Socket {
      const known = hosts[hostname]
      const to = connect({ host: known === undefined ? hostname : '127.0.0.1', port: known ?? Number(port || 80), noDelay: true })
      sockets.add(to)
      to.on('data', (data) => from.write(data))
      to.on('end', () => from.end())
      to.on('error', () => from.resetAndDestroy())
      to.on('close', () => {
        if (to === service) service = undefined
      })
      return to
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, logins }
}
