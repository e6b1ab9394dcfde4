import { html } from '../../report/html/html-tag.ts'
import { iconSymbols } from '../../report/html/render-icon.ts'

const tabs: readonly (readonly [string, string])[] = [
  ['statistics', 'Statistics'],
  ['charts', 'Charts'],
  ['failures', 'Failures'],
  ['exceptions', 'Exceptions'],
  ['logs', 'Logs'],
  ['workers', 'Workers'],
  ['download', 'Download'],
]

const downloads: readonly (readonly [string, string, string])[] = [
  ['report.html', 'Report', 'one file with everything, to keep or to send'],
  ['stats.csv', 'Statistics (CSV)', "Locust's columns: a line for each endpoint and all of them together"],
  ['stats_history.csv', 'History (CSV)', 'a line for each endpoint and second'],
  ['failures.csv', 'Failures (CSV)', 'each kind of failure, how often, first and last time'],
  ['exceptions.csv', 'Exceptions (CSV)', "what the profile's own code threw"],
  ['summary.json', 'Summary (JSON)', 'figures and thresholds for programs'],
]

/** The live page before its script has asked for the run; the script is `browser/page/page-main.ts`. */
export function renderPage({ name, token }: { readonly name: string; readonly token: string }): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="apitest-token" content="${token}">
<title>load ${name}</title>
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M1 13l4-6 3 3 6-8" fill="none" stroke="#3b7bdd" stroke-width="2.5"/></svg>')}">
<link rel="stylesheet" href="/page.css">
</head>
<body>
${iconSymbols}
<header class="top live" id="top">
<div class="brand"><span>Load test</span><span class="lost" role="status" hidden>Connection lost, trying again</span><button type="button" class="theme">Dark</button></div>
<div class="titles"><h1>${name}</h1><span class="pill" id="state" role="status">…</span><span class="muted num" id="clock"></span><span class="muted" id="target"></span></div>
<div class="controls" id="controls" hidden>
<form id="change"><label><span id="change-label">Users</span> <input class="field" name="value" type="number" required></label><button class="button">Change</button></form>
<form id="mark"><label><span class="sr">Marker</span><input class="field wide" name="text" maxlength="200" placeholder="Marker, such as: cache cleared" required></label><button class="button">Mark</button></form>
<span class="push"></span>
<button type="button" class="button" id="reset">Reset statistics</button>
<button type="button" class="button danger" id="stop">Stop</button>
</div>
<p class="notice bad" id="problem" role="alert" hidden></p>
<section class="card start" id="start" hidden aria-labelledby="start-title"><h2 id="start-title">Start the run</h2><form id="start-form">
<label id="start-users">Users<input class="field" name="users" type="number" min="1" step="1" inputmode="numeric"></label>
<label id="start-spawn">Spawn rate, users a second<input class="field" name="spawnRate" type="number" min="0.001" step="any" inputmode="decimal"></label>
<label id="start-rate">Rate, requests a second<input class="field" name="rate" type="number" min="0.001" step="any" inputmode="decimal"></label>
<label class="host">Host<input class="field" name="host" type="url" placeholder="http://127.0.0.1:8000"></label>
<button class="button primary">Start</button></form></section>
<section class="notice" id="ended" hidden><h2 id="ended-title"></h2><p id="ended-text"></p><a class="button" href="/download/report.html" download>Download the report</a> <button type="button" class="button" id="again">New run</button></section>
<dl class="figures" id="figures"></dl>
<ul class="chips" id="thresholds" aria-label="Thresholds"></ul>
</header>
<main>
<noscript><p class="notice bad">This page shows a run as it happens, which needs scripts.</p></noscript>
<div class="tabs" role="tablist" aria-label="Views">${tabs.map(([id, title], index) => html`<button type="button" role="tab" id="tab-${id}" aria-controls="${id}" aria-selected="${index === 0 ? 'true' : 'false'}" tabindex="${index === 0 ? '0' : '-1'}">${title}<span class="badge num" hidden></span></button>`)}</div>
${tabs.map(([id, title], index) => html`<section class="panel" role="tabpanel" id="${id}" aria-labelledby="tab-${id}" tabindex="0"${index > 0 && html` hidden`}>${id === 'download' ? downloads.map(([file, name, text]) => html`<a class="card download" href="/download/${file}" download><strong>${name}</strong><span class="muted">${text}</span></a>`) : html`<p class="muted">${title}</p>`}</section>`)}
</main>
<footer><span class="keys"><kbd>1</kbd> to <kbd>7</kbd> views &nbsp; <kbd>/</kbd> filter &nbsp; drag in a chart to zoom, double-click to go back</span></footer>
<script src="/page.js"></script>
</body>
</html>
`.toString()
}
