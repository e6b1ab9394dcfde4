/** Colours of the page where there is one; those of a light page where the picture stands alone. */
export const chartStyle = `
.chart { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif }
.chart .paper { fill: var(--card, #ffffff) }
.chart .grid { stroke: var(--line, #e2e5ea); stroke-width: 1 }
.chart .base { stroke: var(--line-strong, #c9ced6); stroke-width: 1 }
.chart .label { fill: var(--muted, #596270); font-size: 11px; font-variant-numeric: tabular-nums }
.chart .over { fill: var(--muted, #596270); font-size: 11px; paint-order: stroke; stroke: var(--card, #ffffff); stroke-width: 3px; stroke-linejoin: round }
.chart .title { fill: var(--text, #1b2027); font-size: 16px; font-weight: 650 }
.chart .subtitle { fill: var(--muted, #596270); font-size: 12.5px }
.chart .panel { fill: var(--text, #1b2027); font-size: 13px; font-weight: 600 }
.chart .shade { fill: var(--inset, #f3f4f7) }
.chart .warm { fill: var(--line, #e2e5ea) }
.chart .raw { fill: none; stroke: var(--skipped, #5b6472); stroke-width: 1; opacity: .75 }
.chart .before { fill: none; stroke: var(--skipped, #5b6472); stroke-width: 1.5; stroke-dasharray: 2 4 }
.chart .dot { fill: var(--card, #ffffff); stroke: var(--text, #1b2027); stroke-width: 1.25 }
.chart .limit { stroke: var(--failed, #b4232c); stroke-width: 1.25; stroke-dasharray: 6 4 }
.chart .leak .fit { stroke: var(--failed, #b4232c) } .chart .leak .fan { fill: var(--bar-failed, #d5424c) } .chart .leak .amount { fill: var(--bar-failed, #d5424c) }
.chart .clean .fit { stroke: var(--passed, #19703e) } .chart .clean .fan { fill: var(--bar-passed, #3fa66a) } .chart .clean .amount { fill: var(--bar-skipped, #c3c9d2) }
.chart .doubt .fit { stroke: var(--flaky, #8f5a00) } .chart .doubt .fan { fill: var(--bar-flaky, #e0a03a) }
.chart .fit { stroke-width: 2.25; stroke-linecap: round } .chart .fan { opacity: .18 }
.chart .whisker { stroke: var(--text, #1b2027); stroke-width: 1.5 }
.chart .area { stroke: var(--card, #ffffff); stroke-width: .6 }
.chart .value { fill: var(--text, #1b2027); font-size: 12px; font-variant-numeric: tabular-nums }
`

/** Of processes, one for each generation of a worker; they repeat. */
export const generationColours: readonly string[] = ['#5b8def', '#3fa66a', '#e0a03a', '#a06bd0', '#35a3b3', '#d5668a', '#8a9a3f', '#7a7f8c']
