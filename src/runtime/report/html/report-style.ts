const light = `
  --page: #f6f7f9; --card: #ffffff; --inset: #f3f4f7; --line: #e2e5ea; --line-strong: #c9ced6;
  --text: #1b2027; --muted: #596270; --link: #1d58b8; --focus: #2f6fed;
  --passed: #19703e; --passed-soft: #e3f4e9; --failed: #b4232c; --failed-soft: #fcebec;
  --flaky: #8f5a00; --flaky-soft: #fdf1da; --skipped: #5b6472; --skipped-soft: #eceff3;
  --bar-passed: #3fa66a; --bar-failed: #d5424c; --bar-flaky: #e0a03a; --bar-skipped: #c3c9d2;
  --key: #1d58b8; --string: #19703e; --number: #8f3f97; --shadow: 0 1px 2px #1b20270d, 0 2px 8px #1b20270a;`

const dark = `
  --page: #101318; --card: #181c23; --inset: #11151b; --line: #2a303a; --line-strong: #414957;
  --text: #e4e7ec; --muted: #9aa3b1; --link: #8ab4ff; --focus: #8ab4ff;
  --passed: #6dd597; --passed-soft: #152c21; --failed: #ff8f94; --failed-soft: #2b191d;
  --flaky: #f2c063; --flaky-soft: #2b2314; --skipped: #a5aebb; --skipped-soft: #242a33;
  --bar-passed: #3c9d65; --bar-failed: #e05660; --bar-flaky: #d69a3c; --bar-skipped: #4a5361;
  --key: #8ab4ff; --string: #7fd6a4; --number: #d9a5e3; --shadow: none;`

/** The whole look of the report: one column, quiet colours, nothing that needs the network. */
export const reportStyle = `
:root { color-scheme: light; ${light} }
@media (prefers-color-scheme: dark) { :root:not([data-theme=light]) { color-scheme: dark; ${dark} } }
:root[data-theme=dark] { color-scheme: dark; ${dark} }

* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4.5rem }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", sans-serif; overflow-wrap: anywhere }
main, header.top, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.25rem }
h1, h2, h3, h4, p, ul, dl, dd, table, pre { margin: 0; padding: 0 }
ul { list-style: none }
a { color: var(--link) }
code, pre, .mono { font-family: ui-monospace, "SF Mono", SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .8125rem }
button, input, select { font: inherit; color: inherit }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px }
[hidden] { display: none !important }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.icon { width: 1.125rem; height: 1.125rem; flex: none; display: block }
.passed { color: var(--passed) } .failed { color: var(--failed) } .flaky { color: var(--flaky) } .skipped, .notrun { color: var(--skipped) }
.muted { color: var(--muted) }
.num { font-variant-numeric: tabular-nums }

header.top { padding-top: 2.25rem; padding-bottom: .5rem }
.brand { display: flex; align-items: center; justify-content: space-between; gap: 1rem; color: var(--muted); font-size: .875rem }
.theme { display: none; border: 1px solid var(--line); background: var(--card); border-radius: 999px; padding: .25rem .75rem; cursor: pointer; font-size: .8125rem }
.js .theme { display: inline-flex; gap: .4rem; align-items: center }
.theme:hover, .copy:hover, .chip:hover { border-color: var(--line-strong) }
h1 { font-size: 1.75rem; line-height: 1.25; letter-spacing: -.015em; font-weight: 650; margin-top: .75rem }
.verdict { display: flex; align-items: center; gap: .5rem; margin-top: .35rem; font-size: 1.0625rem; font-weight: 600 }
.verdict .icon { width: 1.375rem; height: 1.375rem }
.bar { display: block; width: 100%; height: 8px; margin: 1.125rem 0 .25rem; border-radius: 4px; background: var(--line) }
.bar .passed { fill: var(--bar-passed) } .bar .failed { fill: var(--bar-failed) } .bar .flaky { fill: var(--bar-flaky) } .bar .skipped, .bar .notrun { fill: var(--bar-skipped) }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: .75rem; font-size: .875rem }
.facts div { display: flex; gap: .4rem } .facts dt { color: var(--muted) }

.tools { position: sticky; top: 0; z-index: 2; display: none; background: var(--page); padding: .75rem 0; gap: .5rem .75rem; flex-wrap: wrap; align-items: center; border-bottom: 1px solid transparent }
.js .tools { display: flex }
.tools.stuck { border-color: var(--line) }
.search { flex: 1 1 14rem; min-width: 0; border: 1px solid var(--line-strong); background: var(--card); border-radius: 8px; padding: .4rem .75rem }
.chips { display: flex; flex-wrap: wrap; gap: .375rem }
.chip { display: inline-flex; gap: .35rem; align-items: center; border: 1px solid var(--line); background: var(--card); border-radius: 999px; padding: .2rem .7rem; font-size: .8125rem; cursor: pointer; white-space: nowrap }
.chip[aria-pressed=true] { background: var(--text); color: var(--page); border-color: var(--text) }
.tools select { max-width: 12rem; border: 1px solid var(--line); background: var(--card); border-radius: 8px; padding: .3rem .5rem; font-size: .8125rem }
.none { display: none; padding: 3rem 0; text-align: center; color: var(--muted) }
.nomatch .none { display: block }

.suite { margin: 1.25rem 0 0 }
.suite > h2, .part > h2 { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; font-size: .9375rem; font-weight: 650; padding: 0 .25rem .5rem }
.suite > h2 small, .part > h2 small { font-weight: 400; color: var(--muted); font-size: .8125rem; white-space: nowrap }
.tests, .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; box-shadow: var(--shadow) }
.part { margin: 2.25rem 0 0 }
.card { padding: .875rem 1rem }
.card + .card { margin-top: .625rem }

.test { border-top: 1px solid var(--line) }
.many .test:not([open]) { content-visibility: auto; contain-intrinsic-size: auto 2.75rem }
.test:first-child { border-top: 0 }
.test > summary { display: grid; grid-template-columns: 1.125rem minmax(0, 1fr) auto; gap: .125rem .75rem; align-items: start; padding: .6rem 1rem; cursor: pointer; list-style: none; border-radius: 10px }
.test > summary::-webkit-details-marker { display: none }
.test > summary:hover { background: var(--inset) }
.test[open] > summary { border-bottom-left-radius: 0; border-bottom-right-radius: 0 }
.test > summary .icon { margin-top: .175rem }
.test .name { font-weight: 500 }
.test .name .row { color: var(--muted); font-weight: 400 }
.test .why { grid-column: 2 / -1; font-size: .875rem }
.test[open] .why.failed { display: none }
.test .time { color: var(--muted); font-size: .8125rem; padding-top: .1rem; white-space: nowrap }
.tag { display: inline-block; border: 1px solid var(--line); border-radius: 999px; color: var(--muted); font-size: .75rem; line-height: 1.2; padding: .1rem .5rem; margin-left: .375rem; vertical-align: 1px; font-weight: 400 }
.body { padding: .25rem 1rem 1.125rem 2.875rem }
.body > * + *, .body noscript > * + * { margin-top: 1rem }
.source { font-size: .8125rem; color: var(--muted) }

.failure { border-left: 3px solid var(--bar-failed); background: var(--failed-soft); border-radius: 0 8px 8px 0; padding: .75rem .875rem }
.test.flaky-test .failure { border-color: var(--bar-flaky); background: var(--flaky-soft) }
.failure h4 { font-size: .9375rem; font-weight: 600; white-space: pre-wrap }
.failure .place { font-size: .8125rem }
.failure .hint { margin-top: .5rem; font-size: .875rem }
.failure pre { background: var(--card); margin-top: .5rem; border-color: transparent }
pre { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; overflow: auto; max-height: 24rem; background: var(--inset); white-space: pre; line-height: 1.5; tab-size: 2 }
pre.wrap { white-space: pre-wrap }
pre .caret { color: var(--failed); font-weight: 700 } pre .gutter { color: var(--muted) }
pre .minus { color: var(--failed) } pre .plus { color: var(--passed) }
pre .k { color: var(--key) } pre .s { color: var(--string) } pre .n { color: var(--number) }

.exchange > h3 { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: baseline; font-weight: 500; font-size: .875rem }
.exchange > h3 .method { font-weight: 700 }
.exchange > h3 .status { font-weight: 700; padding: 0 .4rem; border-radius: 4px; background: var(--skipped-soft) }
.exchange > h3 .status.passed { background: var(--passed-soft) } .exchange > h3 .status.failed { background: var(--failed-soft) } .exchange > h3 .status.flaky { background: var(--flaky-soft) }
.exchange > h3 .label { font-weight: 600 }
.checks { margin-top: .5rem; font-size: .875rem; display: grid; gap: .125rem }
.checks li { display: flex; gap: .5rem } .checks .icon { width: .9375rem; height: .9375rem; margin-top: .25rem }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem 1rem; margin-top: .625rem }
.side h4, .sub { font-size: .75rem; font-weight: 600; color: var(--muted); margin-bottom: .25rem; display: flex; justify-content: space-between; align-items: center; gap: .5rem }
.side details { margin-bottom: .375rem; font-size: .8125rem } .side summary { cursor: pointer; color: var(--muted) }
.headers { width: 100%; border-collapse: collapse; margin: .25rem 0; font-size: .8125rem } .headers th { text-align: left; font-weight: 500; color: var(--muted); padding: .1rem .75rem .1rem 0; vertical-align: top; white-space: nowrap } .headers td { width: 100%; padding: .1rem 0 }
.command { margin-top: .75rem }
.copy { display: none; border: 1px solid var(--line); background: var(--card); border-radius: 6px; padding: .05rem .55rem; font-size: .75rem; cursor: pointer; color: var(--text) }
.js .copy { display: inline-block }
.services { width: 100%; border-collapse: collapse; font-size: .875rem } .services th { text-align: left; font-size: .75rem; color: var(--muted); font-weight: 600; padding: 0 .75rem .375rem 0 } .services td { padding: .375rem .75rem .375rem 0; border-top: 1px solid var(--line); vertical-align: top }
.plain li { padding: .125rem 0 }
footer { padding-top: 2.5rem; padding-bottom: 3rem; color: var(--muted); font-size: .8125rem; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; justify-content: space-between }
kbd { font: inherit; font-size: .75rem; border: 1px solid var(--line-strong); border-bottom-width: 2px; border-radius: 4px; padding: 0 .3rem; background: var(--card) }
.keys { display: none } .js .keys { display: inline }

@media (max-width: 40rem) {
  main, header.top, footer { padding-left: .875rem; padding-right: .875rem }
  header.top { padding-top: 1.25rem }
  h1 { font-size: 1.375rem }
  .tools { position: static } .search { flex-basis: 100% }
  .body { padding: .25rem .75rem 1rem } .test > summary { padding: .6rem .75rem }
  .sides { grid-template-columns: minmax(0, 1fr) }
  .headers th { white-space: normal; min-width: 6rem }
  .services thead { display: none } .services tr { display: block; padding: .5rem 0; border-top: 1px solid var(--line) } .services tbody tr:first-child { border-top: 0 } .services td { display: block; border: 0; padding: 0 }
  .keys { display: none !important }
}
@media (prefers-reduced-motion: no-preference) { .test > summary, .chip, .copy, .theme { transition: background-color .12s, border-color .12s } }
@media print {
  :root, :root[data-theme=dark] { color-scheme: light; ${light} }
  body { background: #fff; font-size: 10.5pt } .tools, .theme, .copy, .keys { display: none !important }
  .tests, .card { box-shadow: none } .many .test:not([open]) { content-visibility: visible } .test { break-inside: avoid-page } pre { max-height: none; white-space: pre-wrap }
  .suite > h2 { break-after: avoid }
}
`
