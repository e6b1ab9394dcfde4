import type { Socket } from 'node:net'

/** Calls back with each line that arrives, parsed. Whatever is no JSON ends the connection. */
export function readJsonLines(socket: Socket, onMessage: (message: unknown) => void): void {
  let rest = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      try {
        onMessage(JSON.parse(line))
      } catch {
        socket.destroy()
        return
      }
    }
  })
}

export function writeJsonLine(socket: Socket, message: unknown): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}
