import { DOMParser } from '@xmldom/xmldom'
import { describe, expect, it } from 'vitest'
import { renderJunit } from './junit.ts'
import type { RunResult, TestResult } from './run-result.ts'
import { hostileText, sampleExchange, sampleFailure, sampleRun, sampleTest } from './sample-run.testing.ts'

interface ElementView {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** Every element of a tag, read by a parser that accepts nothing but well-formed XML. */
function elements(xml: string, tag: string): ElementView[] {
  const document = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') throw new Error(`${level}: ${message}`)
    },
  }).parseFromString(xml, 'text/xml')
  return Array.from(document.getElementsByTagName(tag), (element) => ({
    name: element.tagName,
    attributes: Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value])),
    text: element.textContent ?? '',
  }))
}

const oneTest = (test: Partial<TestResult>): RunResult => sampleRun({ suites: [{ name: 'suite', tests: [sampleTest(test)] }] })

it('has one case for each test, with its suite, file and line', () => {
  const xml = renderJunit(sampleRun())
  expect(xml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites /)
  expect(elements(xml, 'testsuites')[0]?.attributes).toEqual({
    name: 'sku-recommender',
    tests: '7',
    failures: '2',
    errors: '0',
    skipped: '2',
    time: '4.210',
  })
  expect(
    elements(xml, 'testsuite').map(({ attributes }) => [
      attributes['name'],
      attributes['tests'],
      attributes['failures'],
      attributes['skipped'],
    ]),
  ).toEqual([
    ['sku-recommender', '4', '1', '0'],
    ['items', '3', '1', '2'],
  ])
  expect(elements(xml, 'testcase')).toHaveLength(7)
  expect(elements(xml, 'testcase')[1]?.attributes).toEqual({
    name: 'sample request returns more than 0 sku',
    classname: 'sku-recommender',
    file: 'apitest.yaml',
    line: '12',
    time: '0.041',
  })
})

it('a failure begins with its place in the YAML and holds the whole block', () => {
  const [failure] = elements(renderJunit(sampleRun()), 'failure')
  expect(failure?.attributes).toEqual({ message: 'apitest.yaml:14:15 status: expected 200, got 500 (and 1 more)', type: 'status' })
  expect(failure?.text).toContain('   14 |       status: 200\n      |               ^^^')
  expect(failure?.text).toContain('apitest.yaml:15:37 size of $.sku: expected > 0, got 0')
  expect(failure?.text).toContain('POST http://127.0.0.1:41873/prediction?top=3 (predict) → 500')
})

it('steps are in system-out', () => {
  const [, steps] = elements(renderJunit(sampleRun()), 'system-out')
  expect(steps?.text).toBe(
    'predict: POST http://127.0.0.1:41873/prediction?top=3 → 500 in 12ms\n  ✗ status is 200\n  ✗ $.sku has size > 0\n  ✓ time is < 500ms',
  )
})

it('skipped tests say why', () => {
  expect(elements(renderJunit(sampleRun()), 'skipped').map(({ attributes }) => attributes['message'])).toEqual(['ticket 12', 'not run'])
})

it('a pass on retry is a pass with a flakyFailure', () => {
  const xml = renderJunit(oneTest({ state: 'flaky', retries: 1, failures: [sampleFailure({ attempt: 1 })] }))
  expect(elements(xml, 'failure')).toEqual([])
  expect(elements(xml, 'flakyFailure')[0]?.attributes).toEqual({
    message: 'apitest.yaml:14:15 status: expected 200, got 500',
    type: 'status',
  })
  expect(elements(xml, 'testsuites')[0]?.attributes['failures']).toBe('0')
})

it('a failure on every attempt is one failure, earlier attempts are rerunFailures', () => {
  const failures = [sampleFailure({ attempt: 1, message: 'first' }), sampleFailure({ attempt: 2, message: 'second' })]
  const xml = renderJunit(oneTest({ state: 'failed', retries: 1, failures }))
  expect(elements(xml, 'failure').map(({ attributes }) => attributes['message'])).toEqual(['apitest.yaml:14:15 second'])
  expect(elements(xml, 'rerunFailure').map(({ attributes }) => attributes['message'])).toEqual(['apitest.yaml:14:15 first'])
})

it('a failed test without a recorded failure is still a failure', () => {
  const xml = renderJunit(oneTest({ state: 'failed' }))
  expect(elements(xml, 'failure')[0]?.attributes['message']).toBe('apitest.yaml:10:3 failed without a message')
})

it('what failed outside of tests is an error', () => {
  const xml = renderJunit(
    sampleRun({
      suites: [],
      errors: [sampleFailure({ kind: 'service', message: 'web did not get ready', exchange: undefined, log: ['port taken'] })],
    }),
  )
  expect(elements(xml, 'testsuites')[0]?.attributes).toMatchObject({ tests: '1', errors: '1' })
  expect(elements(xml, 'error')[0]?.attributes['message']).toBe('apitest.yaml:14:15 web did not get ready')
  expect(elements(xml, 'error')[0]?.text).toContain('port taken')
})

describe('any text', () => {
  const exchange = sampleExchange({ name: hostileText, curl: hostileText, expectations: [{ text: hostileText, held: false }] })
  const xml = renderJunit(
    sampleRun({
      name: hostileText,
      suites: [
        {
          name: hostileText,
          tests: [
            sampleTest({
              name: hostileText,
              suite: hostileText,
              state: 'failed',
              skipReason: hostileText,
              failures: [sampleFailure({ message: hostileText, kind: hostileText, diff: [hostileText] })],
              exchanges: [exchange],
            }),
          ],
        },
      ],
    }),
  )

  it('gives well-formed XML that says the same', () => {
    const [testcase] = elements(xml, 'testcase')
    expect(testcase?.attributes['name']).toBe(
      hostileText.replaceAll('\u0000', '\ufffd').replaceAll('\u001b', '\ufffd').replaceAll('\ud800', '\ufffd'),
    )
    expect(elements(xml, 'script')).toEqual([])
  })

  it('leaves no character that XML forbids', () => {
    // oxlint-disable-next-line no-control-regex -- these are the forbidden ones
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
    expect(Buffer.from(xml).toString()).toBe(xml)
  })
})
