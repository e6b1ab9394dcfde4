import { Document, isMap, isPair, visit } from 'yaml'
import type { ApiDescription } from './find-api-description.ts'
import { exampleSpec } from './example-service.ts'
import type { FoundApp } from './found-app.ts'

/** Where the schema lies once the package is installed in the project. */
const modeline = ' yaml-language-server: $schema=./node_modules/apitest/schema/apitest.schema.json'

const comments: Readonly<Record<string, string>> = {
  services: ' What is under test. It is started for the run, on a free port, and stopped afterwards.',
  tests: ' One entry a test. Your editor completes and explains every key.',
}

/** The text of a first apitest.yaml. */
export function printSpec(name: string, app: FoundApp | { readonly example: string }, description: ApiDescription | undefined): string {
  const sections =
    'example' in app
      ? exampleSpec(app.example)
      : { services: { [app.service.name]: app.service.value }, tests: firstTests(app, description) }
  const document = new Document({ version: 1, name, ...sections })
  document.commentBefore = modeline
  // small maps read best on one line, as they stand in the documentation
  visit(document, {
    Pair: (_, pair) => {
      const key = String((pair.key as { value?: unknown }).value)
      if (['ready', 'expect', 'json', 'capture'].includes(key) && isMap(pair.value) && String(pair.value).length < 80)
        pair.value.flow = true
    },
  })
  if (isMap(document.contents)) {
    for (const pair of document.contents.items) {
      const key = pair.key as { value: string; spaceBefore?: boolean; commentBefore?: string }
      if (!(key.value in comments)) continue
      key.spaceBefore = true
      key.commentBefore = comments[key.value]!
    }
    const tests: unknown = document.get('tests')
    if (isMap(tests)) for (const pair of tests.items.slice(1)) if (isPair(pair)) (pair.key as { spaceBefore?: boolean }).spaceBefore = true
  }
  return document.toString({ lineWidth: 140, flowCollectionPadding: true })
}

function firstTests(app: FoundApp, description: ApiDescription | undefined): Readonly<Record<string, unknown>> {
  if (description !== undefined && description.routes.length > 0) {
    const titles = new Set<string>()
    return Object.fromEntries(
      description.routes.map(({ path, status, title }) => {
        const name = titles.has(title) ? `${title} (GET ${path})` : title
        titles.add(name)
        return [name, { get: path, expect: { status } }]
      }),
    )
  }
  const [first] = app.routes
  // without a route to go by, any answer shows that the service runs
  if (first === undefined) return { 'the service answers': { get: '/', expect: { status: 'any' } } }
  return Object.fromEntries(app.routes.slice(0, 5).map((path) => [`GET ${path}`, { get: path, expect: { status: '2xx' } }]))
}
