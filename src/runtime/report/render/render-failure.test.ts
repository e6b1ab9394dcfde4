import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { hostileText, sampleExchange, sampleFailure } from '../sample-run.testing.ts'
import { renderFailure } from './render-failure.ts'

const many = Array.from({ length: 40 }, (_, index) => `line ${index}`)
const long = { text: JSON.stringify(many), bytes: 5000, contentType: 'application/json', truncated: false }

it('shows the place first, then what differs, the request, the log and a command', () => {
  expect(renderFailure([sampleFailure({ log: ['Traceback', 'RuntimeError: model not loaded'], hint: 'Load it' })], sampleExchange()))
    .toBe(`apitest.yaml:14:15 status: expected 200, got 500
   14 |       status: 200
      |               ^^^
  hint: Load it

POST http://127.0.0.1:41873/prediction?top=3 (predict) → 500 in 12ms, 82B application/json
  {
    "error": "model not loaded",
    "sku": [],
    "ready": false,
    "retryAfter": 12.5,
    "trace": null
  }
  web | Traceback
  web | RuntimeError: model not loaded
  curl -X POST 'http://127.0.0.1:41873/prediction?top=3' -H 'x-api-key: '"$API_KEY" --json '{"sku":"abc","weight":0.4}'`)
})

it('shows several failures of one request together, the request once', () => {
  const block = renderFailure(
    [sampleFailure(), sampleFailure({ message: 'time: expected < 1ms, got 12ms', diff: ['- a', '+ b'] })],
    sampleExchange(),
  )
  expect(block.match(/apitest\.yaml:14:15/g)).toHaveLength(2)
  expect(block.match(/POST http/g)).toHaveLength(1)
  expect(block).toContain('  - a\n  + b')
})

it('is the same with and without colour', () => {
  const failures = [sampleFailure({ log: ['x'], diff: ['- a', '+ b', '$.a: expected 1, got 2'], hint: 'h' })]
  const coloured = renderFailure(failures, sampleExchange(), { colour: true })
  expect(coloured).toContain('\u001b[31m')
  expect(stripVTControlCharacters(coloured)).toBe(renderFailure(failures, sampleExchange()))
})

describe('25 lines are enough', () => {
  it.each([
    [
      'a long difference, body and log',
      sampleFailure({ diff: many.slice(0, 13), log: many, hint: 'h' }),
      sampleExchange({ response: { status: 500, headers: [], body: long } }),
    ],
    ['a long body', sampleFailure(), sampleExchange({ response: { status: 500, headers: [], body: { ...long, text: many.join('\n') } } })],
    ['a long log', sampleFailure({ log: many }), sampleExchange()],
  ])('for %s', (_, failure, exchange) => {
    const lines = renderFailure([failure], exchange).split('\n')
    expect(lines.length).toBeLessThanOrEqual(25)
    expect(lines[0]).toBe('apitest.yaml:14:15 status: expected 200, got 500')
    expect(lines.at(-1)).toMatch(/^ {2}curl /)
  })

  it('keeps the last lines of the log and says how many came before', () => {
    const block = renderFailure([sampleFailure({ log: many })], undefined)
    expect(block).toContain('log | … 34 lines before\n  log | line 34')
    expect(block).toContain('line 39')
  })

  it('counts lines before that were never kept, and those that make room', () => {
    const log = sampleFailure({ log: many, logBefore: { count: 960, atLeast: false } })
    expect(renderFailure([log], undefined)).toContain('log | … 994 lines before\n  log | line 34')
    const tight = renderFailure([sampleFailure({ log: many })], undefined, { maxLines: 8 })
    expect(tight).toMatch(/log \| … 3\d lines before/)
    const [, before = '', first = ''] = /… (\d+) lines before\n {2}log \| line (\d+)/.exec(tight) ?? []
    expect(before).toBe(first)
    const flood = sampleFailure({ log: many, logBefore: { count: 960, atLeast: true } })
    expect(renderFailure([flood], undefined)).toContain('… more than 994 lines before')
  })

  it('says how long the body is', () => {
    expect(
      renderFailure([sampleFailure()], sampleExchange({ response: { status: 500, headers: [], body: { ...long, truncated: true } } })),
    ).toContain('… 5000 bytes in all')
  })

  it('leaves out frames after the third of many', () => {
    const block = renderFailure(
      Array.from({ length: 9 }, () => sampleFailure()),
      sampleExchange(),
    )
    expect(block.match(/\^\^\^/g)).toHaveLength(3)
    expect(block.match(/apitest\.yaml:14:15/g)).toHaveLength(9)
  })
})

it('a request without an answer says why', () => {
  const exchange = sampleExchange({ response: undefined, error: 'connection refused', attempts: 3, name: undefined })
  expect(renderFailure([sampleFailure({ kind: 'request', message: 'request: connection refused' })], exchange)).toContain(
    'POST http://127.0.0.1:41873/prediction?top=3 → no answer after 12ms, 3 attempts',
  )
})

it('cannot be made to move the cursor or forge lines of colour', () => {
  const body = {
    text: `\u001b[2J\u001b]8;;http://evil\u0007x\u001b[31m${hostileText}`,
    bytes: 50,
    contentType: 'text/plain',
    truncated: false,
  }
  const block = renderFailure(
    [sampleFailure({ message: hostileText, log: [hostileText, '\u001b[31mred\u001b[0m'], diff: [hostileText] })],
    sampleExchange({ response: { status: 500, headers: [], body } }),
  )
  // oxlint-disable-next-line no-control-regex -- these are the ones that a terminal obeys
  expect(block).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(block).toContain('web | red')
})
