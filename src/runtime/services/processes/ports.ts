import { readdirSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { hasProc, openFiles, processName, readProcess } from './process-table.ts'
import type { ProcessIdentity } from './process-table.ts'

const LOOPBACK = '127.0.0.1'

/** A port that was free a moment ago. Another program can take it before the service does, so that must be noticed later. */
export async function pickPort(): Promise<number> {
  const server = await listen(0)
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A listening socket on a free port, to be handed to a service: nobody can take the port, and early connections wait in its queue. */
export interface HeldPort {
  readonly port: number
  readonly descriptor: number
  /** Closes this process's copy, so that the port closes with the service. */
  release(): void
}

export async function holdPort(): Promise<HeldPort> {
  const server = await listen(0)
  // The descriptor has no public name; `stdio` of a child process takes nothing else for a server.
  const { fd } = (server as unknown as { _handle: { fd: number } })._handle
  return { port: portOf(server), descriptor: fd, release: () => server.close() }
}

/** A port on which something accepts connections, or on which a program could not listen. */
export async function isPortTaken(port: number): Promise<boolean> {
  if ((await accepts(LOOPBACK, port)) || (await accepts('::1', port))) return true
  try {
    const server = await listen(port)
    await new Promise((resolve) => server.close(resolve))
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
  }
}

export interface PortOwner extends ProcessIdentity {
  readonly name: string | undefined
}

/** Who listens on a port; empty when the system does not tell, as for processes of other users. */
export function portOwners(port: number): PortOwner[] {
  const sockets = new Set(listeningSockets().flatMap((socket) => (socket.port === port ? [`socket:[${socket.inode}]`] : [])))
  if (sockets.size === 0) return []
  return readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || !openFiles(pid).some((file) => sockets.has(file))) return []
    const info = readProcess(pid)
    return info === undefined ? [] : [{ pid, started: info.started, name: processName(pid) }]
  })
}

/** The TCP ports on which any of the processes listens. */
export function listeningPorts(pids: readonly number[]): number[] {
  const open = new Set(pids.flatMap(openFiles))
  const ports = listeningSockets().flatMap(({ port, inode }) => (open.has(`socket:[${inode}]`) ? [port] : []))
  return [...new Set(ports)].sort((a, b) => a - b)
}

const LISTEN = '0A'

function listeningSockets(): { readonly port: number; readonly inode: string }[] {
  if (!hasProc()) return []
  return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => {
    let text: string
    try {
      text = readFileSync(file, 'latin1')
    } catch {
      return []
    }
    return text.split('\n').flatMap((line) => {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/)
      return state === LISTEN ? [{ port: Number.parseInt(local!.slice(local!.indexOf(':') + 1), 16), inode: inode! }] : []
    })
  })
}

/** True when a connection is accepted within the time. */
export function accepts(host: string, port: number, timeoutMs = 1000): Promise<boolean> {
  return tryConnect(host, port, timeoutMs).then((error) => error === undefined)
}

/** Undefined when a connection was accepted, else why not: `ECONNREFUSED`, `ENOTFOUND`, `ETIMEDOUT` … */
export function tryConnect(host: string, port: number, timeoutMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: timeoutMs })
    const settle = (error?: string) => {
      socket.destroy()
      resolve(error)
    }
    socket.on('connect', () => settle())
    socket.on('timeout', () => settle('ETIMEDOUT'))
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message))
  })
}

function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, LOOPBACK, () => resolve(server))
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}
