import type uPlot from 'uplot'
import { formatClock } from '../record/format-figures.ts'
import { drawMarks, drawPhases } from './chart-background.ts'
import { formatTick } from './format-tick.ts'
import { faded, softened } from './mix-colour.ts'
import { colour } from './theme.ts'
import type { ChartOptions } from './time-chart.ts'

/** What changes while a chart is looked at, and who hears of it. */
export interface PlotState {
  readonly width: number
  readonly height: number
  /** By line. */
  readonly shown: readonly boolean[]
  readonly isLogarithmic: boolean
  /** The cursor is at that point; undefined: it has left. */
  readonly told: (index: number | undefined) => void
  readonly zoomed: () => void
  readonly unzoomed: () => void
}

/** How uPlot is to draw a chart: its lines, axes in the page's colours, and what lies behind. */
export function plotOptions(
  { lines, stacked, format, sync, context }: ChartOptions,
  { shown, isLogarithmic, told, zoomed, unzoomed, ...size }: PlotState,
): uPlot.Options {
  const axis = { stroke: () => colour('--muted'), font: '11px system-ui, sans-serif', ticks: { show: false } }
  // A word stands above the lines where something lies behind them.
  const headroom = context.marks.length > 0 || context.phases.some(({ warmup }) => warmup) ? 1.16 : 1.08
  const grid = { stroke: () => colour('--line'), width: 1 }
  const series = lines.map((line, index): uPlot.Series => ({
    label: line.label,
    show: shown[index] ?? true,
    stroke: () => colour(line.colour),
    width: stacked === true ? 0 : 1.75,
    ...(line.dash === true ? { dash: [5, 4] } : {}),
    ...(line.fill === true || stacked === true
      ? { fill: () => (stacked === true ? softened(colour(line.colour)) : faded(colour(line.colour), 0.13)) }
      : {}),
    spanGaps: false,
    points: { show: (_plot, _series, from, to) => to - from < 2 },
  }))
  return {
    ...size,
    padding: [8, 18, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { size: 7 },
      ...(sync === undefined ? {} : { sync: { key: sync } }),
      drag: { x: true, y: false },
    },
    scales: {
      x: { time: false },
      y: isLogarithmic ? { distr: 3, log: 10 } : { range: (_plot, _min, max) => [0, max > 0 ? max * headroom : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 26,
        space: 64,
        incrs: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200],
        values: (_plot, splits) => splits.map(formatClock),
      },
      {
        ...axis,
        grid,
        size: 58,
        space: 34,
        values: (_plot, splits) => splits.map((value) => (value === null ? '' : formatTick(value, format))),
      },
    ],
    series: [{}, ...(stacked === true ? series.toReversed() : series)],
    hooks: {
      drawClear: [(plot) => drawPhases(plot, context)],
      draw: [(plot) => drawMarks(plot, context)],
      setCursor: [(plot) => told(plot.cursor.idx ?? undefined)],
      setSelect: [(plot) => plot.select.width > 0 && zoomed()],
      ready: [(plot) => plot.over.addEventListener('dblclick', unzoomed)],
    },
  }
}
