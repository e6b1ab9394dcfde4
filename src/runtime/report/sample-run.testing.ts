import type { Exchange, Failure, RunResult, TestResult } from './run-result.ts'

/** A failure as runs write it, for tests of reports. */
export function sampleFailure(parts: Partial<Failure> = {}): Failure {
  return {
    kind: 'status',
    message: 'status: expected 200, got 500',
    place: { file: 'apitest.yaml', line: 14, column: 15 },
    frame: '   14 |       status: 200\n      |               ^^^',
    hint: undefined,
    diff: undefined,
    exchange: 0,
    log: undefined,
    ...parts,
  }
}

export function sampleExchange(parts: Partial<Exchange> = {}): Exchange {
  return {
    name: 'predict',
    service: 'web',
    startedAt: '2026-03-04T10:20:30.400Z',
    durationMs: 12.4,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:41873/prediction?top=3',
      headers: [
        ['content-type', 'application/json'],
        ['x-api-key', '***'],
      ],
      body: { text: '{"sku":"abc","weight":0.4}', bytes: 26, contentType: 'application/json', truncated: false },
    },
    response: {
      status: 500,
      headers: [
        ['content-type', 'application/json; charset=utf-8'],
        ['server', 'gunicorn'],
      ],
      body: {
        text: '{"error":"model not loaded","sku":[],"ready":false,"retryAfter":12.5,"trace":null}',
        bytes: 82,
        contentType: 'application/json; charset=utf-8',
        truncated: false,
      },
    },
    error: undefined,
    curl: `curl -X POST 'http://127.0.0.1:41873/prediction?top=3' -H 'x-api-key: '"$API_KEY" --json '{"sku":"abc","weight":0.4}'`,
    expectations: [
      { text: 'status is 200', held: false },
      { text: '$.sku has size > 0', held: false },
      { text: 'time is < 500ms', held: true },
    ],
    attempts: 1,
    ...parts,
  }
}

export function sampleTest(parts: Partial<TestResult> = {}): TestResult {
  return {
    name: 'health check',
    suite: 'sku-recommender',
    state: 'passed',
    durationMs: 8.2,
    tags: [],
    skipReason: undefined,
    retries: 0,
    place: { file: 'apitest.yaml', line: 10, column: 3 },
    failures: [],
    exchanges: [],
    ...parts,
  }
}

/** A run with every state. */
export function sampleRun(parts: Partial<RunResult> = {}): RunResult {
  const passing = sampleExchange({
    name: undefined,
    request: { method: 'GET', url: 'http://127.0.0.1:41873/', headers: [], body: undefined },
    response: {
      status: 200,
      headers: [['content-type', 'application/json']],
      body: { text: '{"status":"ok"}', bytes: 15, contentType: 'application/json', truncated: false },
    },
    curl: 'curl http://127.0.0.1:41873/',
    durationMs: 6.1,
    expectations: [
      { text: 'status is 200', held: true },
      { text: 'body is {"status": "ok"}', held: true },
    ],
  })
  const log = [
    '[10:20:30] POST /prediction',
    'Traceback (most recent call last):',
    '  File "app.py", line 41, in predict',
    'RuntimeError: model not loaded',
  ]
  return {
    version: 1,
    name: 'sku-recommender',
    startedAt: '2026-03-04T10:20:29.000Z',
    durationMs: 4210,
    seed: 81923,
    status: 'failed',
    environment: { node: 'v20.20.0', platform: 'linux x64', apitest: '0.1.0', ci: undefined },
    suites: [
      {
        name: 'sku-recommender',
        tests: [
          sampleTest({ tags: ['smoke'], exchanges: [passing] }),
          sampleTest({
            name: 'sample request returns more than 0 sku',
            state: 'failed',
            durationMs: 41,
            tags: ['smoke', 'model'],
            place: { file: 'apitest.yaml', line: 12, column: 3 },
            failures: [
              sampleFailure({ log }),
              sampleFailure({
                kind: 'jsonPath',
                message: 'size of $.sku: expected > 0, got 0',
                place: { file: 'apitest.yaml', line: 15, column: 37 },
                frame: '   15 |       jsonPath: { $.sku: { size: { gt: 0 } } }\n      |                                        ^',
                hint: 'The model answers with an empty list when it is not loaded',
              }),
            ],
            exchanges: [sampleExchange()],
          }),
          sampleTest({
            name: 'create, then read › sku=abc',
            durationMs: 122,
            exchanges: [passing, passing],
            place: { file: 'apitest.yaml', line: 22, column: 3 },
          }),
          sampleTest({
            name: 'create, then read › sku=def',
            state: 'flaky',
            retries: 1,
            durationMs: 1420,
            failures: [sampleFailure({ kind: 'time', message: 'time: expected < 500ms, got 1.312s', attempt: 1 })],
            exchanges: [passing],
          }),
        ],
      },
      {
        name: 'items',
        tests: [
          sampleTest({
            name: 'the whole answer of a list',
            suite: 'items',
            state: 'failed',
            durationMs: 19,
            place: { file: 'tests/items.apitest.yaml', line: 4, column: 3 },
            failures: [
              sampleFailure({
                kind: 'json',
                message: 'body differs in 3 places',
                place: { file: 'tests/items.apitest.yaml', line: 8, column: 7 },
                frame: '    8 |       json:\n      |       ^^^^',
                diff: [
                  '$.items[1].name: expected "c", got "b"',
                  '$.items[2]: missing, expected {"name": "d"}',
                  '$.total: expected 3 (a number), got "3" (a string)',
                ],
              }),
            ],
            exchanges: [
              sampleExchange({
                name: undefined,
                response: passing.response,
                expectations: [{ text: 'body is {"items": […]}', held: false }],
              }),
            ],
          }),
          sampleTest({ name: 'waits for the ticket', suite: 'items', state: 'skipped', durationMs: 0, skipReason: 'ticket 12' }),
          sampleTest({ name: 'never reached', suite: 'items', state: 'not run', durationMs: 0 }),
        ],
      },
    ],
    services: [
      { name: 'web', kind: 'process', url: 'http://127.0.0.1:41873', state: 'stopped', readyMs: 640, forced: false, log: 'logs/web.log' },
      { name: 'db', kind: 'compose', url: undefined, state: 'failed', readyMs: undefined, forced: true, log: 'logs/db.log' },
    ],
    notRun: { leaks: ['predict keeps its memory'], loads: ['peak'] },
    errors: [],
    ...parts,
  }
}

/** Text that breaks careless writers of HTML, XML, Markdown and workflow commands. */
export const hostileText =
  '</script><script>alert(1)</script> "quotes" \'single\' `tick` ${x} {{x}} ]]> --> & &amp; | [a](javascript:b) @team %0A\r\n::error::x\u0000\u001b[31m\u2028\u202e\ud800 ü 😀'
