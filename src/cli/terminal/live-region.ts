import type { Output } from '../host.ts'

/** A few lines at the bottom of the terminal that are drawn again and again, and a way to print above them. */
export interface LiveRegion {
  /** Prints lines that stay, each with its line break. */
  print(text: string): void
  close(): void
}

const framesPerSecond = 12

/**
 * `draw` gives the lines as they are now; it is called on every tick. Everything printed meanwhile must go through `print`.
 * The terminal is synchronised with the escape codes of https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036,
 * which others ignore, so that nothing flickers.
 */
export function openLiveRegion(output: Output, draw: (tick: number) => readonly string[]): LiveRegion {
  let drawn: readonly string[] = []
  let tick = 0
  const erase = () => (drawn.length === 0 ? '' : `\r${drawn.length > 1 ? `\u001B[${drawn.length - 1}A` : ''}\u001B[0J`)
  const show = (above: string) => {
    const lines = draw(tick)
    if (above === '' && lines.length === drawn.length && lines.every((line, index) => line === drawn[index])) return
    output.write(`\u001B[?2026h${erase()}${above}${lines.join('\n')}\u001B[?2026l`)
    drawn = lines
  }
  output.write('\u001B[?25l')
  const timer = setInterval(() => {
    tick++
    show('')
  }, 1000 / framesPerSecond)
  timer.unref()
  return {
    print: show,
    close: () => {
      clearInterval(timer)
      output.write(`${erase()}\u001B[?25h`)
      drawn = []
    },
  }
}
