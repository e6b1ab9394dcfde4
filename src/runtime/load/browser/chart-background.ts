import type uPlot from 'uplot'
import { colour } from './theme.ts'

/** What all charts of a run show behind their lines. */
export interface ChartContext {
  readonly phases: readonly { readonly name: string; readonly from: number; readonly until?: number; readonly warmup: boolean }[]
  readonly marks: readonly { readonly at: number; readonly text: string }[]
}

/** The warm-up, as a shade behind the lines. */
export function drawPhases(plot: uPlot, { phases }: ChartContext): void {
  const { ctx, bbox } = plot
  ctx.save()
  for (const { from, until, warmup } of phases) {
    const [left, right] = [from, until ?? plot.scales.x?.max ?? from].map((at) =>
      Math.min(bbox.left + bbox.width, Math.max(bbox.left, plot.valToPos(at, 'x', true))),
    ) as [number, number]
    if (!warmup || right <= left) continue
    ctx.fillStyle = colour('--inset')
    ctx.fillRect(left, bbox.top, right - left, bbox.height)
    ctx.fillStyle = colour('--muted')
    ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
    ctx.textBaseline = 'top'
    ctx.textAlign = 'left'
    if (right - left > 60 * devicePixelRatio) ctx.fillText('warm-up', left + 6 * devicePixelRatio, bbox.top + 4 * devicePixelRatio)
  }
  ctx.restore()
}

/** What happened during the run, as dashed lines with their names. */
export function drawMarks(plot: uPlot, { marks }: ChartContext): void {
  const { ctx, bbox } = plot
  ctx.save()
  ctx.strokeStyle = colour('--line-strong')
  ctx.fillStyle = colour('--muted')
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.textBaseline = 'top'
  ctx.textAlign = 'left'
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
  const texts = new Map<number, string>()
  for (const { at, text } of marks) texts.set(at, texts.has(at) ? `${texts.get(at)}, ${text}` : text)
  const right = bbox.left + bbox.width
  for (const [at, text] of texts) {
    const x = plot.valToPos(at, 'x', true)
    if (!(x >= bbox.left && x <= right)) continue
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
    const shown = text.length > 24 ? `${text.slice(0, 23)}…` : text
    const fits = x + ctx.measureText(shown).width + 8 * devicePixelRatio < right
    ctx.textAlign = fits ? 'left' : 'right'
    ctx.fillText(shown, x + (fits ? 4 : -4) * devicePixelRatio, bbox.top + 3 * devicePixelRatio)
  }
  ctx.restore()
}
