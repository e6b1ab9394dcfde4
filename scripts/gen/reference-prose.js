/** What the schema cannot tell, because it stands inside texts. */
export const values = `## Values: \`\${…}\`

\`\${…}\` stands in any text of a request, an expectation, a fixture, a service's command and its environment, and is replaced when the tests run. A text that is nothing but one
\`\${…}\` keeps the type of what it names: a number stays a number, a map a map, a file bytes. \`$\${\` is a literal \`\${\`. A name that does not exist is an error before anything starts.

| form | meaning |
| --- | --- |
| \`\${env.API_KEY}\` | A declared environment variable. |
| \`\${variables.region}\` | A constant. |
| \`\${fixtures.sample}\`, \`\${fixtures.rows[0].sku}\` | A fixture, or a part of it. |
| \`\${captures.id}\`, \`\${captures.login.token}\` | What an earlier step of the same test captured; what a flow captured stands below the name of the flow. |
| \`\${row.sku}\` | The row of the test's \`with\`. |
| \`\${params.user}\` | A parameter of the flow. |
| \`\${services.web.url}\`, \`.host\`, \`.port\` | Where a service listens. |
| \`\${stubs.pricing.url}\` | Where a stub listens. |
| \`\${port}\` | In a process service: the port chosen for it. |
| \`\${path.sku}\`, \`\${request.body.qty}\` | In the answer of a stub: a part of the path, of the request. |
| \`\${uuid()}\` | A random UUID. |
| \`\${randomInt(1, 10)}\` | A random whole number between two, both included. |
| \`\${faker("person.firstName")}\` | A made-up value, named as in the documentation of faker. |
| \`\${now()}\`, \`\${timestamp()}\` | The time in UTC, such as \`2026-01-31T12:00:00.000Z\`; whole seconds since 1970. |
| \`\${base64(fixtures.image)}\` | Text or bytes in base64. |
| \`\${json(captures.order)}\` | A value as JSON text. |
| \`\${urlEncode(row.q)}\` | A value as part of a URL. |

Random values come from the seed of the run, which is printed; \`--seed\` repeats it.
`

export const hooks = `## The hooks file

\`hooks: ./apitest.hooks.ts\` names a TypeScript or JavaScript file. Its exports are used by name: \`setup\` and \`teardown\` of fixtures, \`expect: { hook: … }\`. All may be async.

\`\`\`ts
import type { ExpectHook, SetupHook, TeardownHook } from 'apitest'

interface Order {
  id: string
}

/** fixtures: { order: { setup: createOrder, teardown: deleteOrder, scope: test } }, read as \${fixtures.order.id} */
export const createOrder: SetupHook<Order> = async ({ api, captures }) => {
  const response = await api.send({ post: '/orders', json: { sku: 'chair' }, expect: { status: 201 } })
  return response.json() as Order
}

export const deleteOrder: TeardownHook<Order> = async ({ api, value }) => {
  await api.send({ delete: \`/orders/\${value.id}\` })
}

/** expect: { hook: sumsUp }: it fails by throwing, or by returning false or a text that says what is wrong. */
export const sumsUp: ExpectHook = (response) => {
  const { items, total } = response.json() as { items: { price: number }[]; total: number }
  return items.reduce((sum, { price }) => sum + price, 0) === total || 'the items do not sum up to the total'
}
\`\`\`

\`api.send\` takes a request as the YAML writes it. What a fixture of scope \`run\` undoes runs behind the last test, while the services are still up; import at the top of the file
what it needs.
`
