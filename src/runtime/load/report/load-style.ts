import { reportStyle } from '../../report/html/report-style.ts'

const light = `--c-rate: #1d5fd0; --c-bad: #d5424c; --c-mid: #1f9d73; --c-high: #d28a12; --c-top: #8f3f97; --c-four: #0d8aa5; --c-five: #6d6f78; --c-users: #0d8aa5; --c-heat: #1d4fb0;`
const dark = `--c-rate: #6ea8ff; --c-bad: #ff7c83; --c-mid: #4fd1a1; --c-high: #f2c063; --c-top: #d9a5e3; --c-four: #5ccbe0; --c-five: #a5aebb; --c-users: #5ccbe0; --c-heat: #7db2ff;`

/** What the live page and the report of a load run share beyond the look of the test report: wide tables, figures, charts. */
export const loadStyle = `${reportStyle}
:root { ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { ${dark} } }
:root[data-theme=dark] { ${dark} }
main, header.top, footer { max-width: 80rem }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.25rem, 1fr)); gap: .625rem; margin: 1.125rem 0 0 }
.figure { background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); padding: .625rem .875rem .7rem }
.figure dt { color: var(--muted); font-size: .8125rem } .figure dd { font-size: 1.375rem; line-height: 1.25; font-weight: 620; letter-spacing: -.01em; font-variant-numeric: tabular-nums; white-space: nowrap }
.figure dd small { font-size: .8125rem; font-weight: 400; color: var(--muted); letter-spacing: 0; margin-left: .25rem }
.figure.bad dd { color: var(--failed) }

.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow) }
.data { width: 100%; border-collapse: separate; border-spacing: 0; font-size: .875rem; font-variant-numeric: tabular-nums }
.data th, .data td { padding: .4rem .7rem; text-align: right; white-space: nowrap }
.data thead th { font-size: .75rem; font-weight: 600; color: var(--muted); vertical-align: bottom; border-bottom: 1px solid var(--line) }
.data thead th button { all: unset; cursor: pointer; border-radius: 3px } .data thead th button:hover { color: var(--text) } .data thead th button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px }
.data [aria-sort=descending] button::after { content: " \\2193" } .data [aria-sort=ascending] button::after { content: " \\2191" }
.data tbody tr + tr > *, .data tfoot > tr > * { border-top: 1px solid var(--line) }
.data tbody tr:hover { background: var(--inset) }
.data tfoot { font-weight: 620 }
.data .text { text-align: left } .data th[scope=row] { font-weight: 500 }
.data .name { white-space: normal; min-width: 11rem; max-width: 28rem; overflow-wrap: anywhere }
.data .method { color: var(--muted); font-size: .75rem; font-weight: 600; letter-spacing: .02em }
.data .zero { color: var(--muted) } .data .bad { color: var(--failed); font-weight: 600 }
.data a { color: inherit; text-decoration-color: var(--line-strong); text-underline-offset: 2px } .data a:hover { text-decoration-color: currentColor }
.data .share { display: inline-block; width: 7rem; height: .5rem; border-radius: 3px; background: var(--inset); vertical-align: 0 } .share rect { fill: var(--c-rate) }

.rules { display: grid; gap: .375rem; padding: 0 }
.rule { display: grid; grid-template-columns: 1.125rem minmax(7rem, auto) minmax(5rem, 1fr) auto; gap: .25rem .875rem; align-items: center; background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .5rem .875rem; box-shadow: var(--shadow) }
.rule.broken { border-color: transparent; border-left: 3px solid var(--bar-failed); border-radius: 0 10px 10px 0; background: var(--failed-soft) }
.rule .key { font-weight: 600 } .rule .wanted { color: var(--muted); font-size: .875rem } .rule .got { font-weight: 620; font-variant-numeric: tabular-nums }
.notice { border-left: 3px solid var(--bar-flaky); background: var(--flaky-soft); border-radius: 0 10px 10px 0; padding: .75rem .875rem; margin-top: 1rem } .notice.bad { border-color: var(--bar-failed); background: var(--failed-soft) } .notice h2 { font-size: .9375rem } .notice li { font-size: .875rem }

.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem } .charts > .wide { grid-column: 1 / -1 }
.charts > * { min-width: 0 }
figure.chart { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow); padding: .625rem .625rem .25rem; min-width: 0 }
.chart figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: .125rem 1rem; padding: 0 .25rem .25rem; font-size: .8125rem; min-height: 1.625rem }
.chart .title { font-weight: 620; font-size: .875rem } .chart .legend { display: flex; flex-wrap: wrap; gap: 0 .875rem; flex: 1 }
.chart .legend button { all: unset; cursor: pointer; display: inline-flex; align-items: center; gap: .35rem; color: var(--muted); border-radius: 4px } .chart .legend button:focus-visible { outline: 2px solid var(--focus); outline-offset: 1px }
.chart .legend button[aria-pressed=false] { opacity: .5; text-decoration: line-through } .chart .legend b { color: var(--text); font-weight: 600; min-width: 3.4em }
.swatch { width: .625rem; height: .625rem; border-radius: 2px; display: inline-block; background: var(--muted) }
.swatch.c-rate { background: var(--c-rate) } .swatch.c-bad { background: var(--c-bad) } .swatch.c-mid { background: var(--c-mid) } .swatch.c-high { background: var(--c-high) } .swatch.c-top { background: var(--c-top) } .swatch.c-four { background: var(--c-four) } .swatch.c-five { background: var(--c-five) } .swatch.c-users { background: var(--c-users) }
.chart .legend > span { color: var(--muted) }
.chart .told { color: var(--muted) }
.plot { width: 100%; min-height: 6rem; position: relative } .heat canvas { width: 100%; height: 100%; display: block; touch-action: pan-y }
.small { border: 1px solid var(--line); background: var(--card); border-radius: 6px; padding: 0 .5rem; font-size: .75rem; cursor: pointer } .small[aria-pressed=true] { background: var(--text); color: var(--page); border-color: var(--text) }
.uplot, .uplot * { box-sizing: border-box } .uplot { position: relative } .u-wrap { position: relative; user-select: none } .u-over, .u-under { position: absolute } .u-under { overflow: hidden } .uplot canvas { display: block; position: relative; width: 100%; height: 100% }
.u-axis { position: absolute } .u-select { background: color-mix(in srgb, var(--c-rate) 14%, transparent); position: absolute; pointer-events: none } .u-cursor-x, .u-cursor-y { position: absolute; left: 0; top: 0; pointer-events: none; will-change: transform } .u-hz .u-cursor-x { height: 100%; border-right: 1px dashed var(--line-strong) }
.u-cursor-pt { position: absolute; top: 0; left: 0; border-radius: 50%; border: 0 solid; pointer-events: none; will-change: transform; background-clip: padding-box !important } .u-axis.u-off, .u-select.u-off, .u-cursor-x.u-off, .u-cursor-y.u-off, .u-cursor-pt.u-off { display: none }

.fold { background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow) } .fold + .fold { margin-top: .5rem }
.fold > summary { display: flex; flex-wrap: wrap; gap: .125rem .875rem; align-items: baseline; padding: .6rem 1rem; cursor: pointer; list-style: none; border-radius: 10px } .fold > summary::-webkit-details-marker { display: none } .fold > summary:hover { background: var(--inset) }
.fold > summary::before { content: ""; width: .4rem; height: .4rem; border-right: 1.5px solid var(--muted); border-bottom: 1.5px solid var(--muted); transform: rotate(-45deg) translateY(-.1rem); flex: none } .fold[open] > summary::before { transform: rotate(45deg) translateY(-.15rem) }
.fold > summary .end { margin-left: auto; color: var(--muted); font-size: .8125rem; font-variant-numeric: tabular-nums }
.fold > .inside { padding: .25rem 1rem 1rem; display: grid; gap: .75rem; min-width: 0 } .fold .inside > * { min-width: 0 }
.fold .count { font-weight: 620; font-variant-numeric: tabular-nums } .fold .said { font-weight: 500 }
.sides h4 { font-size: .75rem; font-weight: 600; color: var(--muted); margin-bottom: .25rem }
.inside .charts figure.chart { box-shadow: none; background: transparent }
.pairs { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .25rem 1.25rem; font-size: .875rem } .pairs dt { color: var(--muted) } .pairs dd { font-variant-numeric: tabular-nums }
.part > .charts + .charts, .part > .scroll + .scroll { margin-top: .75rem }
.toc { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; margin-top: 1rem }
noscript.hint { display: block; color: var(--muted); font-size: .875rem; padding: .5rem 0 }

.js [data-chart]:empty { min-height: 15rem }

@media (max-width: 50rem) { .charts { grid-template-columns: minmax(0, 1fr) } }
@media (max-width: 40rem) {
  .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem } .figure { padding: .5rem .75rem } .figure dd { font-size: 1.1875rem } .figure:last-child:nth-child(odd) { grid-column: 1 / -1 }
  .data th, .data td { padding: .35rem .5rem } .data .name { min-width: 9rem }
  .data th[scope=row], .data thead th.name { position: sticky; left: 0; background: var(--card); z-index: 1 }
  .rule { grid-template-columns: 1.125rem minmax(0, 1fr) auto } .rule .key { grid-area: 1 / 2 } .rule .got { grid-area: 1 / 3 } .rule .wanted { grid-area: 2 / 2 / 3 / 4 }
  .pairs { grid-template-columns: minmax(0, 1fr) } .pairs dd + dt { margin-top: .25rem }
  .chart .legend { gap: 0 .75rem } .chart figcaption { position: relative } .chart .title { flex: 1 1 100% } .chart .small { position: absolute; right: .25rem; top: 0 }
}
@media print { figure.chart, .figure, .scroll, .rule { box-shadow: none; break-inside: avoid } .toc { display: none } .charts { grid-template-columns: minmax(0, 1fr) } main, header.top, footer { max-width: none } }
`
