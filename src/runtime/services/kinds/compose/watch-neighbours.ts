import type { ComposeStack } from './compose-stack.ts'
import { describeExit } from './container-state.ts'

const WATCH_MS = 500

export interface NeighbourWatch {
  /** Settles when one has ended with an error. */
  readonly died: Promise<void>
  /** How the service ends for that, in words. */
  reason(): string | undefined
  stop(): void
}

/** Looks after the services beside one that is not ready yet: one that ends with an error ends the wait, one with 0 has done its work. */
export function watchNeighbours(stack: ComposeStack, service: string): NeighbourWatch {
  let timer: NodeJS.Timeout | undefined
  let reason: string | undefined
  const died = new Promise<void>((resolve) => {
    const look = async () => {
      const others = (await stack.containers()).filter((other) => other.service !== service)
      const dead = others.find(({ exitCode }) => (exitCode ?? 0) !== 0)
      if (dead !== undefined) {
        reason = `cannot become ready: \`${dead.service}\`, which it needs, ${describeExit(dead.exitCode!)}`
        resolve()
      } else if (others.length > 0 && timer !== undefined) timer = setTimeout(() => void look(), WATCH_MS)
    }
    timer = setTimeout(() => void look(), WATCH_MS)
  })
  return {
    died,
    reason: () => reason,
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}
