import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath, requireComponent } from '../../../../test/support/require-component.ts'
import type { RunResult } from '../run-result.ts'
import { hostileText, sampleExchange, sampleFailure, sampleRun, sampleTest } from '../sample-run.testing.ts'
import { renderHtml } from './render-html.ts'

const missing = requireComponent('chromium')
const visibleTests = (page: Page) => page.locator('.test:visible').count()
const background = (page: Page) => page.evaluate<string>('getComputedStyle(document.body).backgroundColor')

describe.skipIf(missing !== undefined)(`the report in a real browser${missing === undefined ? '' : ` (skipped: ${missing})`}`, () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'apitest-report-'))
    browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  interface Opened {
    readonly page: Page
    readonly requests: readonly string[]
    readonly complaints: readonly string[]
  }

  async function open(result: RunResult, options: BrowserContextOptions, use: (opened: Opened) => Promise<void>): Promise<void> {
    const file = join(folder, 'report.html')
    await writeFile(file, renderHtml(result))
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const [requests, complaints]: [string[], string[]] = [[], []]
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) requests.push(request.url())
    })
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('dialog', (dialog) => complaints.push(dialog.message()))
    try {
      await page.goto(pathToFileURL(file).href)
      await use({ page, requests, complaints })
    } finally {
      await context.close()
    }
  }

  const desktop = { viewport: { width: 1100, height: 800 } }
  const phone = { viewport: { width: 360, height: 740 } }

  it('renders without errors and without asking the network for anything', async () => {
    await open(sampleRun(), desktop, async ({ page, requests, complaints }) => {
      expect(await page.title()).toBe('✗ sku-recommender')
      expect(await page.locator('.verdict').innerText()).toBe('2 failed, 2 passed, 1 flaky, 1 skipped, 1 not run')
      expect(await page.locator('.failure:visible').count()).toBe(3)
      expect(requests).toHaveLength(1)
      expect(complaints).toEqual([])
    })
  })

  it('the details of a test appear when it is opened', async () => {
    await open(sampleRun(), desktop, async ({ page }) => {
      const test = page.locator('#t1')
      expect(await test.locator('.exchange').count()).toBe(0)
      await test.locator('summary').first().click()
      expect(await test.locator('.exchange').innerText()).toContain('curl http://127.0.0.1:41873/')
      expect(await test.locator('pre.json .k').first().innerText()).toBe('"status"')
      expect(await test.locator('noscript').count()).toBe(0)
    })
  })

  it('filters by text, state and tag, and says when nothing fits', async () => {
    await open(sampleRun(), desktop, async ({ page }) => {
      expect(await visibleTests(page)).toBe(7)
      await page.fill('.search', 'READ sku=abc')
      await expect.poll(() => visibleTests(page)).toBe(1)
      await page.fill('.search', '')
      await page.click('.chip[data-state=failed]')
      await expect.poll(() => visibleTests(page)).toBe(2)
      await page.selectOption('.tools select', 'model')
      expect(await visibleTests(page)).toBe(1)
      expect(await page.locator('.suite:visible').count()).toBe(1)
      await page.click('.chip[data-state=passed]')
      expect(await visibleTests(page)).toBe(0)
      expect(await page.locator('.none').isVisible()).toBe(true)
      await page.click('.chip[data-state=passed]')
      expect(await visibleTests(page)).toBe(1)
    })
  })

  it.each([
    ['everything known is shown', sampleRun()],
    ['names and bodies are long', longRun()],
  ])('fits 360 pixels when %s', async (_, result) => {
    await open(result, phone, async ({ page }) => {
      const openAll = (selector: string) =>
        page.evaluate(`document.querySelectorAll('${selector}').forEach((details) => { details.open = true })`)
      await openAll('.test')
      await expect.poll(() => page.locator('noscript').count()).toBe(0)
      await openAll('details')
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    })
  })

  it('follows the dark mode of the system, and the button over it', async () => {
    await open(sampleRun(), { ...desktop, colorScheme: 'light' }, async ({ page }) => {
      const light = await background(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      const dark = await background(page)
      expect(dark).not.toBe(light)
      await page.click('.theme')
      expect(await background(page)).toBe(light)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.click('.theme')
      expect(await background(page)).toBe(dark)
      await page.emulateMedia({ media: 'print' })
      expect(await background(page)).toBe('rgb(255, 255, 255)')
    })
  })

  it.each(['light', 'dark'] as const)('text stands out from its background in %s colours', async (colorScheme) => {
    await open(sampleRun(), { ...desktop, colorScheme }, async ({ page }) => {
      expect(await page.evaluate<string[]>(`(${findFaintText.toString()})()`)).toEqual([])
    })
  })

  it('can be read without scripts', async () => {
    await open(sampleRun(), { ...desktop, javaScriptEnabled: false }, async ({ page }) => {
      expect(await page.locator('.tools').isVisible()).toBe(false)
      await page.locator('#t1 > summary').click()
      expect(await page.locator('#t1 .exchange').innerText()).toContain('curl http://127.0.0.1:41873/')
    })
  })

  it('is used with the keyboard alone', async () => {
    await open(sampleRun(), desktop, async ({ page }) => {
      await page.keyboard.press('j')
      await page.keyboard.press('Enter')
      expect(await page.locator('#t1').getAttribute('open')).toBe('')
      await page.keyboard.press('j')
      expect(await page.evaluate('document.activeElement.parentElement.id')).toBe('t2')
      await page.keyboard.press('k')
      expect(await page.evaluate('document.activeElement.parentElement.id')).toBe('t1')
      await page.keyboard.press('/')
      await page.keyboard.type('flaky words nobody wrote')
      await expect.poll(() => visibleTests(page)).toBe(0)
      await page.keyboard.press('Escape')
      expect(await visibleTests(page)).toBe(7)
    })
  })

  it('copies the command', async () => {
    await open(sampleRun(), { ...desktop, permissions: ['clipboard-read', 'clipboard-write'] }, async ({ page }) => {
      await page.locator('#t2 .copy').click()
      await expect.poll(() => page.locator('#t2 .copy').innerText()).toBe('Copied')
      expect(await page.evaluate('navigator.clipboard.readText()')).toContain('curl -X POST')
    })
  })

  it('hostile text stays text, also in details that are built late', async () => {
    const exchange = sampleExchange({ name: hostileText, curl: `</noscript><img src=x onerror=alert(1)>${hostileText}` })
    const tests = [sampleTest({ name: hostileText, tags: [hostileText], exchanges: [exchange] })]
    await open(sampleRun({ suites: [{ name: hostileText, tests }] }), desktop, async ({ page, requests, complaints }) => {
      await page.locator('#t1 > summary').click()
      expect(await page.locator('#t1 .command pre').innerText()).toContain('<img src=x onerror=alert(1)>')
      expect(await page.locator('#t1 img, #t1 script').count()).toBe(0)
      expect(complaints).toEqual([])
      expect(requests).toHaveLength(1)
    })
  })

  it('handles 5,000 tests', async () => {
    const tests = Array.from({ length: 5000 }, (_, index) =>
      sampleTest({ name: `test ${index}`, tags: index % 2 === 0 ? ['even'] : [], exchanges: [sampleExchange(), sampleExchange()] }),
    )
    await open(sampleRun({ suites: [{ name: 's', tests }] }), desktop, async ({ page }) => {
      const ms = await page.evaluate<number>(`new Promise((done) => {
        const search = document.querySelector('.search'), started = performance.now()
        search.value = 'test 4999'
        search.dispatchEvent(new Event('input'))
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)))
      })`)
      expect(await visibleTests(page)).toBe(1)
      expect(ms).toBeLessThan(3000)
    })
  })
})

// oxlint-disable unicorn/consistent-function-scoping -- the function goes to the page as text, so it brings everything along

/** Runs in the page: texts whose contrast with what is behind them is below WCAG AA. */
function findFaintText(): string[] {
  type Colour = readonly [number, number, number, number]
  const { document, getComputedStyle, NodeFilter } = globalThis as unknown as {
    document: { createTreeWalker(root: unknown, show: number): { nextNode(): { data: string; parentElement: Node } | null }; body: Node }
    getComputedStyle(node: Node): { color: string; backgroundColor: string }
    NodeFilter: { SHOW_TEXT: number }
  }
  interface Node {
    readonly parentElement: Node | null
    checkVisibility(): boolean
    readonly className: unknown
  }
  const parse = (text: string): Colour => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number)
    return [red, green, blue, alpha]
  }
  const luminance = ([red, green, blue]: Colour): number => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = (node: Node | null): Colour => {
    for (let at = node; at !== null; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor)
      if (colour[3] === 1) return colour
    }
    return [255, 255, 255, 1]
  }
  const faint: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const parent = text.parentElement
    if (text.data.trim() === '' || !parent.checkVisibility()) continue
    const [front, back] = [luminance(parse(getComputedStyle(parent).color)), luminance(behind(parent))]
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05)
    if (contrast < 4.5) faint.push(`${text.data.trim().slice(0, 30)}: ${contrast.toFixed(2)} (${String(parent.className)})`)
  }
  return faint
}

function longRun(): RunResult {
  const word = 'x'.repeat(400)
  const exchange = sampleExchange({
    name: word,
    request: {
      method: 'POST',
      url: `http://127.0.0.1/${word}`,
      headers: [[word, word]],
      body: { text: `{"${word}": "${word}"}`, bytes: 900, contentType: word, truncated: false },
    },
    curl: `curl ${word}`,
    expectations: [{ text: word, held: false }],
  })
  const failure = sampleFailure({
    message: word,
    hint: word,
    diff: [word],
    log: [word],
    place: { file: `${word}.yaml`, line: 1, column: 1 },
  })
  const test = sampleTest({ name: word, tags: [word, word], state: 'failed', failures: [failure], exchanges: [exchange] })
  return sampleRun({
    name: word,
    suites: [{ name: word, tests: [test, { ...test, state: 'skipped', skipReason: word }] }],
    errors: [failure],
    services: [{ name: word, kind: word, url: word, state: 'failed', readyMs: 5, forced: true, log: word }],
    notRun: { leaks: [word], loads: [word] },
  })
}
