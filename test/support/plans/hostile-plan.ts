import type { MapValue, Plan, PlannedStep, Value } from '../../../src/compiler/plan/plan.ts'
import { emptyPlan, noUses, plannedSuite, plannedTest } from './sample-plan.ts'

/** A plan that has the text wherever a user may write text. */
export function hostilePlan(text: string): Plan {
  const value: Value = { kind: 'literal', value: text }
  const mixed: Value = {
    kind: 'text',
    parts: [text, { kind: 'env', name: text }, text, { kind: 'capture', name: [text], path: [text] }, text],
  }
  const called: Value = {
    kind: 'expression',
    expression: { kind: 'call', function: 'base64', arguments: [{ kind: 'literal', value: text }] },
  }
  const fixture: Value = { kind: 'expression', expression: { kind: 'fixture', name: text, path: ['part', text, 0], asynchronous: true } }
  const service: Value = { kind: 'text', parts: [text, { kind: 'service', name: text, property: 'url' }] }
  const map = (...values: readonly Value[]) => ({
    kind: 'map' as const,
    entries: [[text, { kind: 'list', items: values }] as const, ['json', { kind: 'map', entries: [[text, values[0]!]] }] as const],
  })
  const body = map(value, mixed, called, fixture, service)
  const send = (changes: MapValue, more: object = {}): PlannedStep => ({
    kind: 'request',
    name: text,
    request: undefined,
    changes,
    passRow: false,
    passParams: false,
    ...more,
  })
  const request = send(body)
  const place = { file: text, path: ['tests', text] }
  return emptyPlan({
    name: text,
    specs: ['apitest.yaml', text],
    env: [{ name: text, required: true, secret: true, default: text, description: text }],
    variables: [{ name: text, value: map(value) }],
    defaults: map(value),
    services: [
      { name: text, kind: 'process', value: map(value) },
      {
        name: `${text}2`,
        kind: 'process',
        value: map(value, { kind: 'text', parts: [text, { kind: 'port' }, text, { kind: 'service', name: text, property: 'url' }] }),
      },
    ],
    fixtures: [
      { kind: 'data', name: text, value: { kind: 'map', entries: [['value', map(value)]] } },
      { kind: 'request', name: `${text}2`, request: 'plain', capture: value, secret: false, scope: 'run' },
    ],
    requests: [
      { name: 'plain', description: text, value: map(value), uses: noUses },
      { name: text, description: undefined, value: body, uses: noUses },
    ],
    flows: [
      {
        name: text,
        description: text,
        params: [
          { name: text, default: value },
          { name: 'looked', default: undefined },
        ],
        steps: [
          send(body, { request: text, passParams: true }),
          send(
            map({
              kind: 'text',
              parts: [text, { kind: 'param', name: text, path: [] }, text, { kind: 'param', name: 'looked', path: [text] }],
            }),
          ),
        ],
      },
    ],
    suites: [
      plannedSuite(
        text,
        [
          plannedTest(text, {
            place,
            description: text,
            tags: [text],
            skip: text,
            services: [text],
            steps: [request, { kind: 'flow', name: text, flow: text, args: map(value) }],
            cleanup: [request],
          }),
          plannedTest(`${text}2`, {
            place,
            table: { kind: 'rows', rows: [{ name: text, value: map(value) }] },
            steps: [send(map({ kind: 'text', parts: [text, { kind: 'row', path: [text] }] }))],
          }),
          plannedTest(`${text}3`, {
            place,
            table: {
              kind: 'cases',
              cases: [text, 'dynamic'].map((name, at) => ({ name, changes: at === 0 ? map(value) : body, uses: noUses })),
            },
          }),
        ],
        { place, fileName: 'suite', description: text },
      ),
    ],
  })
}
