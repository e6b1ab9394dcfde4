import { describe, expect, it } from 'vitest'
import { hostileText, sampleExchange, sampleFailure, sampleRun, sampleTest } from '../sample-run.testing.ts'
import { renderHtml } from './render-html.ts'

it('is one file that loads nothing', () => {
  const page = renderHtml(sampleRun())
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).toContain('content="default-src &#39;none&#39;; style-src &#39;sha256-')
  expect(page).not.toMatch(/<(?:script|img|iframe|link)[^>]*\b(?:src|href)="(?!data:)/)
  expect(page).not.toMatch(/@import|url\(/)
  expect(page).not.toMatch(/ style="| on\w+="/)
})

it('is the same for the same run', () => {
  expect(renderHtml(sampleRun())).toBe(renderHtml(sampleRun()))
})

it('opens the first failures and lets the others wait', () => {
  const page = renderHtml(
    sampleRun({
      suites: [{ name: 's', tests: Array.from({ length: 6 }, () => sampleTest({ state: 'failed', failures: [sampleFailure()] })) }],
    }),
  )
  expect(page.match(/<details class="test"[^>]* open>/g)).toHaveLength(3)
  expect(page.match(/<noscript>/g)).toHaveLength(3)
})

it('never lets a text of others become markup', () => {
  const exchange = sampleExchange({
    name: hostileText,
    service: hostileText,
    request: {
      method: hostileText,
      url: hostileText,
      headers: [[hostileText, hostileText]],
      body: { text: hostileText, bytes: 9, contentType: hostileText, truncated: true },
    },
    error: hostileText,
    response: undefined,
    curl: hostileText,
    expectations: [{ text: hostileText, held: true }],
  })
  const test = sampleTest({
    name: hostileText,
    suite: hostileText,
    tags: [hostileText],
    state: 'failed',
    failures: [
      sampleFailure({
        message: hostileText,
        frame: hostileText,
        hint: hostileText,
        diff: [hostileText],
        log: [hostileText],
        place: { file: hostileText, line: 1, column: 1 },
      }),
    ],
    exchanges: [exchange],
  })
  const page = renderHtml(
    sampleRun({
      name: hostileText,
      suites: [{ name: hostileText, tests: [test, { ...test, state: 'passed' }] }],
      errors: [sampleFailure({ message: hostileText })],
      services: [
        { name: hostileText, kind: hostileText, url: hostileText, state: 'failed', readyMs: 1, forced: true, log: 'javascript:alert(1)' },
      ],
      notRun: { leaks: [hostileText], loads: [hostileText] },
      environment: { node: hostileText, platform: hostileText, apitest: hostileText, ci: hostileText },
    }),
  )
  expect(page.match(/<script/g)).toHaveLength(1)
  expect(page.match(/<\/script/g)).toHaveLength(1)
  expect(page).toContain('&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;')
  expect(page).toContain('href="./javascript%3Aalert(1)"')
  expect(page).not.toContain('<script>alert')
  // oxlint-disable-next-line no-control-regex -- HTML forbids these
  expect(page).not.toMatch(/[\u0000-\u0008\u001b]/)
})

describe('the verdict', () => {
  it.each([
    [sampleRun({ status: 'passed', suites: [{ name: 's', tests: [sampleTest(), sampleTest()] }] }), 'All 2 tests passed'],
    [sampleRun({ status: 'passed', suites: [{ name: 's', tests: [sampleTest(), sampleTest({ state: 'flaky' })] }] }), '1 passed, 1 flaky'],
    [sampleRun(), '2 failed, 2 passed, 1 flaky, 1 skipped, 1 not run'],
    [sampleRun({ status: 'interrupted' }), 'Interrupted: 2 failed'],
    [sampleRun({ suites: [], errors: [sampleFailure()] }), 'no tests, 1 error outside of tests'],
  ])('%#', (result, text) => {
    expect(renderHtml(result)).toContain(`</svg>${text}`)
  })
})

it('keeps less of what passed in a big run', () => {
  const exchange = sampleExchange({
    response: { status: 200, headers: [], body: { text: 'x'.repeat(16_000), bytes: 16_000, contentType: 'text/plain', truncated: false } },
  })
  const tests = Array.from({ length: 1000 }, () => sampleTest({ exchanges: [exchange] }))
  expect(renderHtml(sampleRun({ suites: [{ name: 's', tests }] })).length).toBeLessThan(6_000_000)
})
