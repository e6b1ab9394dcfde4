import { loadStyle } from '../report/load-style.ts'

/** The live page: the look of the report, with controls and tabs. */
export const pageStyle = `${loadStyle}
main, header.top, footer { max-width: 92rem }
header.live { padding-top: 1.125rem } .lost { color: var(--failed); font-weight: 600 }
.titles { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .875rem; margin-top: .25rem } .titles h1 { margin: 0; font-size: 1.5rem }
.pill { display: inline-flex; align-items: center; gap: .4rem; border-radius: 999px; padding: .05rem .7rem; font-size: .8125rem; font-weight: 600; background: var(--skipped-soft); color: var(--skipped) }
.pill::before { content: ""; width: .5rem; height: .5rem; border-radius: 50%; background: currentColor }
.pill.running { background: var(--passed-soft); color: var(--passed) } .pill.starting, .pill.stopping { background: var(--flaky-soft); color: var(--flaky) }
@media (prefers-reduced-motion: no-preference) { .pill.running::before { animation: pulse 2s infinite } @keyframes pulse { 50% { opacity: .35 } } }
.controls { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; margin-top: .75rem } .controls form { display: flex; gap: .375rem; align-items: center } .controls label { display: flex; gap: .5rem; align-items: center; font-size: .875rem; color: var(--muted) } .push { flex: 1 }
.field { border: 1px solid var(--line-strong); background: var(--card); border-radius: 8px; padding: .3rem .6rem; width: 6.5rem; font-variant-numeric: tabular-nums; min-width: 0 } .field.wide { width: 17rem }
.button { border: 1px solid var(--line-strong); background: var(--card); border-radius: 8px; padding: .3rem .8rem; cursor: pointer; white-space: nowrap; font-size: .875rem } .button:hover { background: var(--inset) } .button:disabled { opacity: .5; cursor: default }
.button.primary { background: var(--link); border-color: var(--link); color: var(--card); font-weight: 600; padding: .4rem 1.5rem } .button.primary:hover { filter: brightness(1.08) } .button.danger { color: var(--failed); border-color: color-mix(in srgb, var(--failed) 45%, transparent) } .button.danger:hover { background: var(--failed-soft) }
.start { margin-top: 1rem; padding: 1.125rem 1.25rem 1.25rem } .start h2 { font-size: 1rem; margin-bottom: .75rem } .start form { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .75rem 1rem; align-items: end } .start label { display: grid; gap: .25rem; font-size: .8125rem; color: var(--muted) } .start .field { width: 100%; color: var(--text); font-size: .9375rem; padding: .4rem .7rem } .start .host { grid-column: span 2 }
#ended.good { border-color: var(--bar-passed); background: var(--passed-soft) }
#ended .button { display: inline-block; margin-top: .5rem; color: var(--text); text-decoration: none }
#thresholds { margin-top: .75rem } #thresholds:empty { display: none } #thresholds .chip { cursor: default } #thresholds .icon { width: .9375rem; height: .9375rem } #thresholds .broken { border-color: color-mix(in srgb, var(--failed) 45%, transparent); background: var(--failed-soft) } #thresholds small { color: var(--muted); font-size: inherit }
.tabs { display: flex; gap: .125rem; overflow-x: auto; margin: 1.125rem 0 0; border-bottom: 1px solid var(--line); scrollbar-width: none }
.tabs button { all: unset; box-sizing: border-box; cursor: pointer; padding: .5rem .8rem; color: var(--muted); font-size: .9375rem; border-bottom: 2px solid transparent; margin-bottom: -1px; white-space: nowrap } .tabs button:hover { color: var(--text) } .tabs button[aria-selected=true] { color: var(--text); font-weight: 600; border-color: var(--link) } .tabs button:focus-visible { outline: 2px solid var(--focus); outline-offset: -2px; border-radius: 6px }
.badge { margin-left: .4rem; font-size: .75rem; font-weight: 600; background: var(--failed-soft); color: var(--failed); border-radius: 999px; padding: .05rem .45rem }
.panel { padding-top: .875rem } .panel:focus-visible { outline-offset: 6px }
.bar-tools { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; margin-bottom: .625rem } .bar-tools .search { flex: 1 1 12rem; max-width: 24rem } .bar-tools select { border: 1px solid var(--line-strong); background: var(--card); border-radius: 8px; padding: .35rem .6rem; max-width: 100% }
.data .pick { all: unset; cursor: pointer; text-decoration: underline; text-decoration-color: var(--line-strong); text-underline-offset: 2px } .data .pick:hover { text-decoration-color: currentColor } .data .pick:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 3px }
#statistics .data th, #statistics .data td { padding-left: .5rem; padding-right: .5rem } #statistics thead th { white-space: normal; overflow-wrap: normal; word-break: normal; min-width: 3.75rem } #statistics .name { min-width: 13.5rem }
.data .trend { padding: 0 .5rem; width: 6.5rem } .trend canvas { display: block; width: 6rem; height: 1.5rem }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(19rem, 1fr)); gap: .75rem; margin-top: .75rem } .cards h2, .group { font-size: .9375rem; font-weight: 650; margin: 1.5rem 0 .5rem } .cards > * { min-height: 11rem; min-width: 0 }
.panel > * + .card { margin-top: .75rem }
.log { max-height: 34rem } .card.download { display: grid; color: inherit; text-decoration: none } .card.download strong { color: var(--link) } .card.download:hover { border-color: var(--line-strong) }
.empty { padding: 2rem 1rem; text-align: center; color: var(--muted) }
@media (max-width: 40rem) { .start .host { grid-column: auto } .controls form { flex: 1 1 100% } .controls .field { flex: 1; width: auto } .controls label { flex: 1 } .push { display: none } .controls > .button { flex: 1 } .cards { grid-template-columns: minmax(0, 1fr) } .tabs { margin-left: -.875rem; margin-right: -.875rem; padding: 0 .5rem } .titles h1 { font-size: 1.25rem } }
`
