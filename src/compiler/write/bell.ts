/** Something that happens now and then, and that one waits for; rung while nobody waits, it is remembered once. */
export interface Bell {
  readonly ring: () => void
  readonly rung: () => Promise<void>
  /** Whether it rings in the next milliseconds. */
  readonly rungWithin: (timeMs: number) => Promise<boolean>
}

export function createBell(): Bell {
  let pending = false
  let wake: (() => void) | undefined
  const ring = () => {
    if (wake === undefined) pending = true
    else wake()
  }
  const wait = (timeMs: number | undefined) =>
    new Promise<boolean>((resolve) => {
      if (pending) {
        pending = false
        resolve(true)
        return
      }
      const done = (rang: boolean) => {
        clearTimeout(timer)
        wake = undefined
        resolve(rang)
      }
      const timer = timeMs === undefined ? undefined : setTimeout(done, timeMs, false)
      wake = () => done(true)
    })
  return { ring, rung: async () => void (await wait(undefined)), rungWithin: wait }
}
