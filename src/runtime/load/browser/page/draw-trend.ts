import { colour } from '../theme.ts'

/** How many seconds a trend shows. */
export const trendLength = 60

/** A small line of the newest values; where nothing finished it has a gap. */
export function drawTrend(canvas: HTMLCanvasElement, values: readonly (number | null)[]): void {
  const [width, height] = [96 * devicePixelRatio, 24 * devicePixelRatio]
  if (canvas.width !== width) [canvas.width, canvas.height] = [width, height]
  const context = canvas.getContext('2d')
  if (context === null) return
  context.clearRect(0, 0, width, height)
  const most = values.reduce<number>((largest, value) => Math.max(largest, value ?? 0), 0)
  if (most === 0 || values.length < 2) return
  context.strokeStyle = colour('--c-top')
  context.lineWidth = 1.25 * devicePixelRatio
  context.beginPath()
  let isDown = false
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isDown = false
      continue
    }
    const x = ((index + trendLength - values.length) / (trendLength - 1)) * (width - 2)
    const y = height - 2 - (value / most) * (height - 5)
    if (isDown) context.lineTo(x, y)
    else context.moveTo(x, y)
    isDown = true
  }
  context.stroke()
}
