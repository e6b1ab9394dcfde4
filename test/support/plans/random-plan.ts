import type { Plan, PlannedStep, PlannedTable } from '../../../src/compiler/plan/plan.ts'
import { emptyPlan, flowStep, noUses, plannedSuite, plannedTest, sendStep } from './sample-plan.ts'
import { specMap, specValue } from './spec-value.ts'

/** Plans of random shape, the same for the same seed: lines of every length, around the width at which they break. */
export function randomPlan(seed: number, texts: readonly string[] = []): Plan {
  const random = mulberry32(seed)
  const upTo = (limit: number) => Math.floor(random() * limit)
  const pick = <T>(items: readonly T[]): T => items[upTo(items.length)]!
  const some = <T>(limit: number, make: () => T): T[] => Array.from({ length: upTo(limit + 1) }, make)
  const words = (limit: number) =>
    Array.from({ length: 1 + upTo(limit) }, () => pick(letters).repeat(1 + upTo(9))).join(pick([' ', '-', '_', '/']))
  const text = () => (texts.length > 0 && random() < 0.3 ? pick(texts) : words(pick([1, 2, 3, 6, 14])))
  const identifier = () => `${pick(letters)}${words(2).replaceAll(/\W/g, pick(['', '_', '-']))}`.replaceAll(/[^\w-]/g, '')
  // constants know nothing of a running test
  let places = constants
  const expression = () => pick(places)
  const scalar = (): unknown =>
    pick<() => unknown>([
      text,
      text,
      text,
      () => upTo(100_000),
      () => random(),
      () => true,
      () => null,
      expression,
      () => `${text()}${expression()}${text()}`,
    ])()
  const value = (depth: number): unknown => {
    const kind = depth <= 0 ? 0 : upTo(4)
    if (kind === 1) return some(5, () => value(depth - 1))
    if (kind === 2) return some(30, () => upTo(100_000))
    return kind === 3 ? Object.fromEntries(some(4, () => [random() < 0.5 ? identifier() : text(), value(depth - 1)])) : scalar()
  }
  const body = () => ({
    [pick(['get', 'post', 'delete'])]: text(),
    ...Object.fromEntries(some(4, () => [pick(['json', 'headers', 'query', 'expect', 'description']), value(3)])),
  })
  const unique = (count: number) => [...new Set(Array.from({ length: count }, identifier))]
  const variables = unique(4).map((name) => ({ name, value: specValue(pick([text(), value(3), '${env.KEY}', `${text()}\${env.KEY}`])) }))
  places = [...constants, ...running]
  const state = ['token']
  const requests = unique(4).map((name) => ({
    name,
    description: random() < 0.3 ? text() : undefined,
    value: specMap(body(), state),
    uses: noUses,
  }))
  const step = (): PlannedStep =>
    random() < 0.4 && requests.length > 0
      ? sendStep(random() < 0.5 ? {} : body(), { request: pick(requests).name })
      : sendStep(body(), { name: random() < 0.2 ? text() : undefined })
  const flows = unique(3).map((name) => ({
    name,
    description: undefined,
    params: unique(3).map((param) => ({ name: param, default: random() < 0.5 ? undefined : specValue(pick([text(), 12, { a: text() }])) })),
    steps: [step(), ...some(2, step)],
  }))
  const table = (): PlannedTable | undefined =>
    pick<() => PlannedTable | undefined>([
      () => undefined,
      () => undefined,
      () => ({
        kind: 'rows',
        rows: [1, ...some(4, () => 1)].map(() => ({
          name: 'row',
          value: specValue(random() < 0.5 ? { sku: text() } : { sku: text(), [identifier()]: upTo(100) }),
        })),
      }),
      () => ({
        kind: 'cases',
        cases: [1, ...some(4, () => 1)].map(() => ({ name: text(), changes: specMap(body(), state), uses: noUses })),
      }),
      () => ({ kind: 'fixture', fixture: identifier() }),
    ])()
  const test = () =>
    plannedTest(text(), {
      description: random() < 0.2 ? text() : undefined,
      tags: some(3, () => identifier()),
      timeoutMs: random() < 0.2 ? upTo(100_000) : undefined,
      skip: random() < 0.1 ? text() : undefined,
      only: random() < 0.1,
      serial: random() < 0.2,
      services: ['web'],
      table: table(),
      steps: [
        step(),
        ...some(3, () =>
          random() < 0.3 && flows.length > 0 ? flowStep(pick(flows).name, random() < 0.5 ? {} : { user: value(2) }) : step(),
        ),
      ],
      cleanup: some(2, step),
    })
  return emptyPlan({
    name: text(),
    env: [{ name: 'KEY', required: true, secret: false, default: text(), description: random() < 0.5 ? text() : undefined }],
    variables,
    services: [
      {
        name: 'web',
        kind: 'process',
        value: specMap({ process: { command: ['node', text(), '${port}'] }, headers: { [text()]: text() } }),
      },
    ],
    fixtures: [
      { kind: 'data', name: 'data', value: specMap({ value: pick([text(), { id: '${uuid()}', x: text() }]) }) },
      ...(requests[0] === undefined
        ? []
        : [{ kind: 'request', name: 'token', request: requests[0].name, capture: specValue(text()), secret: true, scope: 'run' } as const]),
    ],
    requests,
    flows,
    suites: [1, 2].map((number) =>
      plannedSuite(text(), [test(), ...some(3, test)], {
        fileName: `suite-${number}`,
        parallel: random() < 0.3,
        description: random() < 0.3 ? text() : undefined,
      }),
    ),
  })
}

const constants = [
  '${env.KEY}',
  '${fixtures.data}',
  '${uuid()}',
  '${randomInt(1, 10)}',
  '${base64(fixtures.data)}',
  '${fixtures.data["x-y"]}',
]
const running = [
  '${captures.id}',
  '${captures.order.items[0].sku}',
  '${fixtures.token}',
  '${fixtures.token.part}',
  '${fixtures.token.items[0].some_name.and_more[12]}',
  '${services.web.url}',
]

const letters = [...'abcdefghijklmnopqrstuvwxyz']

/** A small random generator with a seed. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
