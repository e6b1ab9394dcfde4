import type { Plan } from '../../../src/compiler/plan/plan.ts'
import { emptyPlan, flowStep, noUses, plannedSuite, plannedTest, sendStep, stateNames } from './sample-plan.ts'
import { specMap, specValue } from './spec-value.ts'

/** One of everything that a spec can hold. */
export const shopPlan: Plan = emptyPlan({
  name: 'sku-recommender',
  specs: ['apitest.yaml', 'tests/items.apitest.yaml'],
  env: [
    { name: 'API_KEY', required: true, secret: true, default: undefined, description: 'Key of the test account.' },
    { name: 'SOURCE_MOUNT', required: false, secret: false, default: './models', description: undefined },
    { name: 'STAGING_URL', required: false, secret: false, default: undefined, description: undefined },
  ],
  variables: [
    { name: 'region', value: specValue('eu') },
    { name: 'limits', value: specValue({ low: 1, high: 10 }) },
    { name: 'greeting', value: specValue('hello ${env.SOURCE_MOUNT}') },
    { name: 'again', value: specValue('${variables.greeting}, again') },
  ],
  defaults: specMap({ timeout: '10s', headers: { 'x-region': '${variables.region}' } }),
  services: [
    {
      name: 'web',
      kind: 'process',
      value: specMap({
        process: {
          command: ['node', 'server.js'],
          cwd: 'project',
          port: 'auto',
          ready: { http: '/', timeout: '60s' },
          stop: { signal: 'SIGTERM', grace: '10s' },
        },
        headers: { 'x-env': 'test' },
      }),
    },
    {
      name: 'db',
      kind: 'process',
      value: specMap({ process: { command: ['db'] } }),
    },
    {
      name: 'api',
      kind: 'process',
      value: specMap({
        process: { command: ['gunicorn', 'app:app', '--workers=1', '--bind', '127.0.0.1:${port}'], env: { DB: '${services.db.url}' } },
        dependsOn: ['db'],
      }),
    },
    { name: 'staging', kind: 'url', value: specMap({ url: '${env.STAGING_URL}' }) },
  ],
  fixtures: [
    { kind: 'data', name: 'sample_request', value: specMap({ json: 'test_data/sample_request.json' }) },
    { kind: 'data', name: 'image', value: specMap({ base64: 'image_002.jpg' }) },
    { kind: 'data', name: 'modes', value: specMap({ value: ['keyvalue', 'barcode'] }) },
    { kind: 'data', name: 'stamped', value: specMap({ value: { id: '${uuid()}', region: '${variables.region}' } }) },
    { kind: 'data', name: 'both-modes', value: specMap({ value: ['${fixtures.modes[0]}', '${fixtures.modes[1]}'] }) },
    { kind: 'data', name: 'rows', value: specMap({ csv: 'rows.csv' }) },
    { kind: 'request', name: 'token', request: 'login', capture: specValue('$.access_token'), secret: true, scope: 'run' },
    { kind: 'hooks', name: 'order', setup: 'createOrder', teardown: 'deleteOrder', secret: false, scope: 'test' },
  ],
  requests: [
    { name: 'health', description: undefined, value: specMap({ get: '/' }), uses: noUses },
    {
      name: 'login',
      description: 'Signs in as the test account.',
      value: specMap({ post: '/login', headers: { 'x-api-key': '${env.API_KEY}' }, json: { user: 'alice' } }),
      uses: noUses,
    },
    {
      name: 'predict',
      description: 'Asks for a prediction.\n\nNeeds a token.',
      value: specMap(
        {
          post: '/prediction',
          headers: { 'x-api-key': '${env.API_KEY}' },
          auth: { bearer: '${fixtures.token}' },
          json: '${fixtures.sample_request}',
          expect: { status: 200 },
        },
        stateNames,
      ),
      uses: { ...noUses, asynchronous: true },
    },
    { name: 'one-item', description: undefined, value: specMap({ get: '/items/${row.sku}' }), uses: { ...noUses, row: true } },
    { name: 'test', description: undefined, value: specMap({ get: '/test', query: { tag: ['a', 'b'], top: 3 } }), uses: noUses },
  ],
  flows: [
    {
      name: 'login',
      description: undefined,
      params: [{ name: 'user', default: specValue('alice') }],
      steps: [sendStep({ post: '/login', json: { user: '${params.user}' }, expect: { status: 200 }, capture: { token: '$.token' } })],
    },
    {
      name: 'check-out',
      description: 'Buys everything.',
      params: [
        { name: 'customer', default: undefined },
        { name: 'pay-by', default: specValue('invoice') },
        { name: 'address', default: specValue({ street: 'Long Street 1', city: 'Springfield', country: 'US' }) },
      ],
      steps: [
        flowStep('login', { user: '${params.customer.name}' }),
        sendStep({ post: '/orders', query: { by: '${params.pay-by}' }, json: { to: '${params.address}' } }, { name: 'order' }),
      ],
    },
  ],
  suites: [
    plannedSuite('sku-recommender', [
      plannedTest('health check', { services: ['web'], steps: [sendStep({ get: '/', expect: { status: 200, json: { status: 'ok' } } })] }),
      plannedTest('sample request returns more than 0 sku', {
        services: ['web', 'staging'],
        description: 'The main thing.',
        steps: [
          sendStep(
            {
              expect: {
                headers: { 'content-type': { contains: 'json' } },
                jsonPath: { '$.sku': { size: { gt: 0 } } },
                time: { lt: '500ms' },
              },
            },
            { request: 'predict' },
          ),
        ],
      }),
      plannedTest('waits', { skip: 'ticket 12', services: ['web'], tags: ['slow'], timeoutMs: 90_000, retries: 2 }),
      plannedTest('asks both', {
        services: ['web', 'api'],
        only: true,
        steps: [
          sendStep({ get: '/proxy', query: { url: '${services.api.url}', host: '${services.api.host}:1' } }),
          sendStep({
            post: '/orders',
            json: { order: '${fixtures.order}', first: '${fixtures.order.items[0].sku}', stamp: '${fixtures.stamped.id}' },
          }),
          sendStep({
            post: '/text',
            headers: { a: '${base64(fixtures.image)}' },
            text: 'first line\nsecond line of ${fixtures.order.id}\n',
          }),
        ],
      }),
    ]),
    plannedSuite(
      'items',
      [
        plannedTest('create, then read', {
          tags: ['smoke'],
          services: ['web'],
          table: { kind: 'rows', rows: [{ sku: 'abc' }, { sku: 'def' }].map((row) => ({ name: `sku=${row.sku}`, value: specValue(row) })) },
          steps: [
            flowStep('login', { user: 'bob' }),
            sendStep({
              post: '/items',
              json: { sku: '${row.sku}' },
              expect: { status: 201 },
              capture: { id: '$.id', etag: { header: 'etag' } },
            }),
            sendStep({ get: '/items/${captures.id}', poll: { for: '10s', every: '200ms' }, expect: { jsonLike: { sku: '${row.sku}' } } }),
            sendStep({}, { request: 'one-item', passRow: true }),
          ],
          cleanup: [sendStep({ delete: '/items/${captures.id}' })],
        }),
        plannedTest('recommendation validates its input', {
          services: ['web'],
          table: {
            kind: 'cases',
            cases: [
              { name: 'weight above 1', changes: specMap({ patch: { '$.weight': 1.5 }, expect: { status: 422 } }), uses: noUses },
              { name: 'no productSKU', changes: specMap({ unset: ['$.productSKU'], expect: { status: 422 } }), uses: noUses },
              { name: 'another key', changes: specMap({ headers: { 'x-api-key': '${uuid()}' }, expect: { status: 401 } }), uses: noUses },
            ],
          },
          steps: [sendStep({}, { request: 'predict' })],
        }),
        plannedTest('every row of the file', {
          services: ['web'],
          table: { kind: 'fixture', fixture: 'rows' },
          steps: [sendStep({ get: '/items/${row.sku}' })],
        }),
        plannedTest('pays', { services: ['web'], serial: true, steps: [flowStep('check-out', { customer: { name: 'carol' } }, 'buy')] }),
        plannedTest('a reserved word', {
          services: ['web'],
          steps: [sendStep({ query: { top: 4 }, expect: { hook: 'sumsUp' } }, { request: 'test', name: 'again' })],
        }),
      ],
      { place: { file: 'tests/items.apitest.yaml', path: ['tests'] }, parallel: true, description: 'Items, side by side.' },
    ),
  ],
  hooks: { path: 'apitest.hooks.ts', functions: ['createOrder', 'deleteOrder', 'sumsUp'] },
})
