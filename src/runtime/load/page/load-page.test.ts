import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, requireComponent } from '../../../../test/support/require-component.ts'
import { hostileText } from '../../report/sample-run.testing.ts'
import { runOf } from '../record/read-record.ts'
import { sampleRecord } from '../record/sample-record.testing.ts'
import { analyseLoad } from '../report/analyse-load.ts'
import { renderLoadReport } from '../report/render-load-report.ts'
import { openLoadPage } from './open-load-page.ts'
import type { SampleControl } from './sample-control.testing.ts'
import { sampleControl } from './sample-control.testing.ts'

const missing = requireComponent('chromium')
const desktop: BrowserContextOptions = { viewport: { width: 1280, height: 900 } }
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }

const cell = (page: Page, row: string, column: string) =>
  page.evaluate(
    `(() => {
      const table = document.querySelector('#statistics table')
      const index = [...table.tHead.rows[0].cells].findIndex((cell) => cell.textContent === ${JSON.stringify(column)})
      return [...table.rows].find(({ cells }) => cells[0].textContent === ${JSON.stringify(row)}).cells[index].textContent
    })()`,
  )

describe.skipIf(missing !== undefined)(`load pages in a real browser${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'apitest-load-page-'))
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  interface Opened {
    readonly page: Page
    readonly url: string
    readonly complaints: string[]
  }

  async function visit(url: string, options: BrowserContextOptions, use: (opened: Opened) => Promise<void>): Promise<void> {
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('dialog', (dialog) => complaints.push(dialog.message()))
    try {
      await page.goto(url)
      await use({ page, url, complaints })
    } finally {
      await context.close()
    }
  }

  async function open(control: SampleControl, options: BrowserContextOptions, use: (opened: Opened) => Promise<void>): Promise<void> {
    const live = await openLoadPage(control, { port: 0, settings: { users: 50, spawnRate: 2 } })
    try {
      await visit(live.url, options, async (opened) => {
        await opened.page.locator('#state', { hasText: control.state }).waitFor()
        await use(opened)
        expect(opened.complaints).toEqual([])
      })
    } finally {
      await live.close()
    }
  }

  it('starts a run with what the form says, follows it, and stops it', async () => {
    const control = sampleControl()
    await open(control, desktop, async ({ page }) => {
      expect(await page.inputValue('#start-form [name=users]')).toBe('50')
      await page.fill('#start-form [name=users]', '30')
      await page.fill('#start-form [name=host]', 'http://127.0.0.1:9000')
      await page.press('#start-form [name=host]', 'Enter')
      await page.locator('#controls').waitFor()
      expect(control.asked).toEqual([['start', { users: 30, spawnRate: 2, host: 'http://127.0.0.1:9000' }]])
      for (let second = 0; second < 12; second++) control.tick()
      await expect.poll(() => page.locator('#figures').innerText()).toContain('Users\n30')
      expect(await page.title()).toMatch(/\/s, 0 % failed · peak/)
      await page.click('#stop')
      await page.locator('#ended').waitFor()
      expect(await page.locator('#ended').innerText()).toContain('The run was stopped')
      await page.click('#again')
      await page.click('#start-form .primary')
      await page.locator('#controls').waitFor()
      expect(control.asked.at(-1)).toEqual(['start', { users: 50, spawnRate: 2 }])
    })
  })

  it('shows what a start is refused for', async () => {
    const control = sampleControl()
    const live = await openLoadPage(control, { port: 0 })
    await visit(live.url, desktop, async ({ page }) => {
      await page.fill('#start-form [name=host]', 'http://refused.example')
      await page.click('#start-form .primary')
      await page.locator('#problem').waitFor()
      expect(await page.locator('#problem').innerText()).toBe('Nothing answers at that host')
    })
    await live.close()
  })

  it('has the statistics of Locust, second by second', async () => {
    const control = sampleControl({ running: 20 })
    await open(control, desktop, async ({ page }) => {
      const heads = await page.locator('#statistics thead th').allInnerTexts()
      expect(heads).toEqual(['Name', 'Type', '# Requests', '# Fails', 'Median (ms)', '95%ile (ms)', '99%ile (ms)', 'Average (ms)', 'Min (ms)', 'Max (ms)', 'Average size (bytes)', 'Current RPS', 'Current failures/s', 'p99, last minute'])
      const before = Number(await cell(page, 'predict', '# Requests'))
      const sample = control.tick()
      const part = sample.endpoints[3]!
      await expect.poll(() => cell(page, 'predict', '# Requests')).toBe(String(before + part.ok + part.failed + part.timedOut))
      await page.locator('#statistics thead button', { hasText: 'Median' }).click()
      expect(await page.locator('#statistics tbody th').first().innerText()).toBe('predict')
      await page.fill('#statistics .search', 'delete orders')
      expect(await page.locator('#statistics tbody tr:visible').count()).toBe(1)
    })
  })

  it('changes users, marks and resets while the run lasts', async () => {
    const control = sampleControl({ running: 70, failureShare: 0.05 })
    await open(control, desktop, async ({ page }) => {
      await page.fill('#change input', '80')
      await page.click('#change button')
      await page.fill('#mark input', 'cache cleared')
      await page.click('#mark button')
      await expect.poll(() => page.inputValue('#mark input')).toBe('')
      expect(control.asked).toEqual([['users', 80], ['mark', 'cache cleared']])
      expect(Number(await page.locator('#tab-failures .badge').innerText())).toBeGreaterThan(5)
      await page.click('#reset')
      await expect.poll(() => control.asked.at(-1)).toEqual(['reset'])
      const { endpoints } = control.tick()
      const requests = endpoints.reduce((sum, { started }) => sum + started, 0)
      await expect.poll(() => cell(page, 'Aggregated', '# Requests')).toBe(String(requests))
    })
  })

  it('loses nothing at a reload, and finds its tab again', async () => {
    const control = sampleControl({ running: 90, failureShare: 0.05 })
    await open(control, desktop, async ({ page }) => {
      control.log('worker 1: connected')
      const before = await page.locator('#statistics table').innerText()
      await page.click('#tab-logs')
      await page.reload()
      await page.locator('#logs .log').waitFor()
      expect(await page.locator('#logs .log').innerText()).toBe('worker 1: connected')
      await page.click('#tab-statistics')
      expect(await page.locator('#statistics table').innerText()).toBe(before)
      await page.click('#tab-failures')
      await page.locator('#failures summary').first().click()
      expect(await page.locator('#failures .fold').first().innerText()).toContain('pool exhausted')
    })
  })

  it('draws charts of all endpoints, of each, and of the one that is chosen', async () => {
    const control = sampleControl({ running: 90 })
    await open(control, desktop, async ({ page }) => {
      await page.click('#tab-charts')
      await expect.poll(() => page.locator('#charts .charts canvas').count()).toBe(5)
      await page.locator('#charts .cards').scrollIntoViewIfNeeded()
      await expect.poll(() => page.locator('#charts .cards canvas').count()).toBe(6)
      expect(await page.locator('#charts .heat canvas').getAttribute('aria-label')).toMatch(/over 90 seconds; most requests took/)
      const inked = await page.evaluate<number>(
        `(() => { const c = document.querySelector('#charts .u-wrap canvas'); return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length })()`,
      )
      expect(inked).toBeGreaterThan(5000)
      await page.click('#tab-statistics')
      await page.locator('#statistics .pick', { hasText: 'predict' }).click()
      expect(await page.locator('#charts select option:checked').innerText()).toBe('POST predict')
      await expect.poll(() => page.locator('#charts .charts canvas').count()).toBe(3)
      const shown = () => page.locator('#charts .legend b').first().innerText()
      await expect.poll(shown).not.toBe('–')
      for (let second = 0; second < 5; second++) control.tick()
      const { ok, failed, timedOut } = control.samples().at(-1)!.endpoints[3]!
      await expect.poll(async () => Number(await shown())).toBe(ok + failed + timedOut)
    })
  })

  it('is used by keyboard alone', async () => {
    await open(sampleControl({ running: 20 }), desktop, async ({ page }) => {
      await page.keyboard.press('2')
      expect(await page.locator('#charts').isVisible()).toBe(true)
      await page.focus('#tab-charts')
      await page.keyboard.press('ArrowRight')
      expect(await page.evaluate('document.activeElement.id')).toBe('tab-failures')
      await page.keyboard.press('End')
      expect(await page.locator('#download').isVisible()).toBe(true)
      await page.evaluate('document.activeElement.blur()')
      await page.keyboard.press('/')
      expect(await page.evaluate('document.activeElement.className')).toBe('search')
      await page.keyboard.type('2')
      expect(await page.locator('#statistics').isVisible()).toBe(true)
    })
  })

  it('fits on a phone and follows its colours', async () => {
    for (const colorScheme of ['light', 'dark'] as const)
      await open(sampleControl({ running: 70 }), { ...phone, colorScheme }, async ({ page }) => {
        for (const tab of ['statistics', 'charts', 'failures', 'workers', 'download']) {
          await page.click(`#tab-${tab}`)
          expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
        }
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(colorScheme === 'dark' ? 'rgb(16, 19, 24)' : 'rgb(246, 247, 249)')
      })
  })

  it('never lets a text of others become markup', async () => {
    const control = sampleControl({ running: 90, failureShare: 0.3, name: hostileText, failureText: hostileText, endpoints: [{ method: hostileText, name: hostileText, service: hostileText }] })
    await open(control, desktop, async ({ page }) => {
      control.log(hostileText)
      control.mark(hostileText)
      control.tick()
      for (const tab of ['charts', 'failures', 'logs', 'statistics']) await page.click(`#tab-${tab}`)
      await expect.poll(() => page.locator('#logs .log').textContent()).toContain('<script>')
      expect(await page.locator('script').count()).toBe(1)
      expect(await page.locator('img').count()).toBe(0)
    })
  })

  it('hears nothing from a page of another origin', async () => {
    const control = sampleControl({ running: 5 })
    const live = await openLoadPage(control, { port: 0 })
    const other = createServer((_, response) => response.end('<!doctype html><title>other</title>'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    await visit(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`, desktop, async ({ page }) => {
      const attempts = await page.evaluate<string[]>(`Promise.all([
        fetch('${live.url}api/stop', { method: 'POST', mode: 'no-cors', body: '{}' }),
        fetch('${live.url}api/stop', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
        fetch('${live.url}api/picture'),
      ].map((attempt) => attempt.then((answer) => 'answered ' + answer.type, () => 'refused')))`)
      expect(attempts).toEqual(['refused', 'refused', 'refused'])
      await page.setContent(`<form method="post" action="${live.url}api/stop" enctype="text/plain"><button>x</button></form>`)
      await page.click('button')
      expect(await page.locator('body').innerText()).toContain('Another page may not ask')
    })
    expect(control.asked).toEqual([])
    other.close()
    await live.close()
  })

  it('the report draws all its charts without asking the network for anything', async () => {
    const file = join(folder, 'report.html')
    writeFileSync(file, renderLoadReport(analyseLoad(runOf(sampleRecord({ seconds: 90, model: 'open', failureShare: 0.05 })))))
    await visit(pathToFileURL(file).href, desktop, async ({ page, complaints }) => {
      const requests: string[] = []
      page.on('request', (request) => requests.push(request.url()))
      await page.locator('#e3 summary').click()
      // a chart is drawn when it is seen, and a slow browser may scroll past one between two frames
      const scrollThrough = async () => {
        for (const place of await page.locator('[data-chart]:visible').all()) await place.scrollIntoViewIfNeeded()
        return page.locator('[data-chart]:visible canvas').count()
      }
      await expect.poll(scrollThrough).toBe(10)
      await page.locator('#requests thead button', { hasText: 'Max' }).click()
      expect(await page.locator('#requests thead [aria-sort=descending]').innerText()).toContain('Max')
      await page.locator('#requests tbody a').first().click()
      expect(await page.locator('.fold[open]').count()).toBeGreaterThan(0)
      expect([requests, complaints]).toEqual([[], []])
    })
    await visit(pathToFileURL(file).href, phone, async ({ page }) => {
      for (const place of await page.locator('[data-chart]:visible').all()) await place.scrollIntoViewIfNeeded()
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    })
    await visit(pathToFileURL(file).href, { ...desktop, javaScriptEnabled: false }, async ({ page }) => {
      expect(await page.locator('#requests tbody tr').count()).toBe(6)
      expect(await page.locator('#charts noscript').isVisible()).toBe(true)
    })
  })
})
