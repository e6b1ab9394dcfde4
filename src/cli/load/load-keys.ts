import type { LoadControl } from '../../runtime/load/record/load-record.ts'

const steps: Readonly<Record<string, number>> = { w: 1, W: 10, s: -1, S: -10 }

/** In a terminal w and W add 1 and 10 users (or arrivals a second), s and S take them away. Returns how to stop listening. */
export function listenForKeys(control: LoadControl, { level, interrupt }: { level: () => number; interrupt: () => void }): () => void {
  const { stdin } = process
  if (!stdin.isTTY) return () => undefined
  let wanted: number | undefined
  const onData = (data: Buffer): void => {
    for (const key of data.toString()) {
      // In raw mode the terminal leaves Ctrl-C to whoever reads.
      if (key === '\u0003') interrupt()
      const step = steps[key]
      if (step === undefined || control.state !== 'running') continue
      wanted = Math.max(0, (wanted ?? level()) + step)
      if (control.header.model === 'closed') control.setUsers(wanted)
      else control.setRate(wanted)
    }
  }
  stdin.setRawMode(true)
  stdin.on('data', onData)
  stdin.resume()
  return () => {
    stdin.off('data', onData)
    stdin.setRawMode(false)
    stdin.pause()
  }
}
