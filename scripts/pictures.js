// `npm run pictures`: takes the pictures of the README from real runs; `-- leak` that one alone. Needs Chromium (CHROMIUM names another program than `chromium`).
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = path.join(mkdtempSync(path.join(tmpdir(), 'apitest-pictures-')), 'quickstart')
const pictures = path.join(root, 'docs/pictures')

cpSync(path.join(root, 'specs/quickstart'), folder, { recursive: true })
mkdirSync(path.join(folder, 'node_modules'))
symlinkSync(root, path.join(folder, 'node_modules/apitest'))
symlinkSync(path.join(root, 'node_modules/vitest'), path.join(folder, 'node_modules/vitest'))

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  if (process.argv[2] === 'leak') await leak()
  else await all()
} finally {
  await browser.close()
  rmSync(path.dirname(folder), { recursive: true, force: true })
}

async function all() {
  await terminal('run', apitest('run'))
  const spec = path.join(folder, 'apitest.yaml')
  writeFileSync(
    spec,
    readFileSync(spec, 'utf8')
      .replace('size: { gt: 0, lte: 2 }', 'size: { gt: 2, lte: 4 }')
      .replace('time: { lt: 2s }', 'time: { lt: 2s }\n      text: { contains: sofa }'),
  )
  await terminal('failure', apitest('run', '-t', 'recommendations'))
  apitest('run')
  await report()
  await load()
  await leak()
}

/** The page of a window that found a leak. */
async function leak() {
  const name = 'subscriptions are never forgotten'
  const report = path.join(folder, 'apitest-report')
  const words = [
    'leak',
    name,
    path.join(root, 'specs/leak-node/apitest.yaml'),
    '-o',
    path.join(root, 'generated/leak-node'),
    '--report',
    report,
  ]
  apitest(...words)
  const file = path.join(report, 'leaks', name.replaceAll(' ', '-'), 'leak.html')
  await browserPage('leak', { url: pathToFileURL(file).href, after: 500 })
}

function apitest(...args) {
  const { CI: _ci, ...env } = process.env
  const { stdout, stderr } = spawnSync(process.execPath, [path.join(root, 'bin/apitest.js'), ...args], {
    cwd: folder,
    env: { ...env, FORCE_COLOR: '1' },
    encoding: 'utf8',
  })
  return `$ npx apitest ${args.join(' ')}\n${stdout}${stderr}`.trimEnd()
}

async function terminal(name, text) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 200 }, deviceScaleFactor: 2 })
  await page.setContent(`<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; background: #16181d; color: #d8dbe2; font: 13.5px/1.5 "DejaVu Sans Mono", monospace; }
    pre { margin: 0; padding: 20px 24px; white-space: pre-wrap; word-break: break-all; font: inherit; }
  </style><pre>${toHtml(text)}</pre>`)
  await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true })
  await page.close()
}

/** The live page in the middle of a load, and its report. */
async function load() {
  const args = ['load', 'visitors', '--autostart', '--autoquit', '0', '--web-port', '0', '-u', '30', '-r', '2', '-t', '40s']
  const running = spawn(process.execPath, [path.join(root, 'bin/apitest.js'), ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise((resolve) => running.once('close', resolve))
  const url = await new Promise((resolve, reject) => {
    let said = ''
    running.stderr.on('data', (data) => {
      said += data
      const found = /live page: (\S+?)[;\s]/.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    running.once('close', () => reject(new Error(said)))
  })
  await browserPage('load-page', { url, after: 25_000, key: '2' })
  await ended
  const file = path.join(folder, 'apitest-report/loads/visitors/report.html')
  await browserPage('load-report', { url: pathToFileURL(file).href, after: 1000 })
}

async function browserPage(name, { url, after, key }) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5 })
  await page.goto(url)
  if (key !== undefined) await page.keyboard.press(key)
  await page.waitForTimeout(after)
  await page.screenshot({ path: path.join(pictures, `${name}.png`) })
  await page.close()
}

async function report() {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, deviceScaleFactor: 1.5 })
  await page.goto(pathToFileURL(path.join(folder, 'apitest-report/report.html')).href)
  await page.screenshot({ path: path.join(pictures, 'report.png') })
  await page.close()
}

/** The colours of a terminal (SGR sequences) as HTML. */
function toHtml(text) {
  const colours = { 31: '#ff7b72', 32: '#7ee787', 33: '#e3b341', 34: '#79c0ff', 35: '#d2a8ff', 36: '#76e3ea', 90: '#8b949e' }
  let state = {}
  return text
    .split('\u001b[')
    .flatMap((part, index) =>
      index === 0 ? [{ text: part }] : [{ codes: part.slice(0, part.indexOf('m')) }, { text: part.slice(part.indexOf('m') + 1) }],
    )
    .map(({ text: part, codes }) => {
      if (codes === undefined) {
        const style = [
          state.colour && `color:${state.colour}`,
          state.bold && 'font-weight:bold',
          state.dim && 'opacity:.65',
          state.underline && 'text-decoration:underline',
        ]
          .filter(Boolean)
          .join(';')
        const html = part.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
        return style === '' ? html : `<span style="${style}">${html}</span>`
      }
      for (const code of codes.split(';').map(Number)) {
        if (code === 0) state = {}
        else if (code === 1) state = { ...state, bold: true }
        else if (code === 2) state = { ...state, dim: true }
        else if (code === 4) state = { ...state, underline: true }
        else if (code === 22) state = { ...state, bold: false, dim: false }
        else if (code === 24) state = { ...state, underline: false }
        else if (code === 39) state = { ...state, colour: undefined }
        else if (colours[code] !== undefined) state = { ...state, colour: colours[code] }
      }
      return ''
    })
    .join('')
}
