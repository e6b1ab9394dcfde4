import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { emitProject } from './emit-project.ts'
import type { GeneratedFile } from './generated-file.ts'
import { formatted } from '../../../test/support/formatted.ts'
import { hostilePlan } from '../../../test/support/plans/hostile-plan.ts'
import { hostileTexts } from '../../../test/support/plans/hostile-texts.ts'
import { randomPlan } from '../../../test/support/plans/random-plan.ts'

/** Stands in for apitest and vitest: hands on what it is given, so that the test sees what the generated code says. */
const standIn = `
  const told = (globalThis.told ??= [])
  const tell = (...values) => (told.push(values), values)
  const fetched = (name) => new Proxy({}, { get: (_, key) => (key === 'then' && name === undefined ? undefined : tell('get', name, key)) })
  export const defineEnv = (env) => (tell(env), new Proxy({}, { get: (_, key) => (tell(key), 'E') }))
  export const defineVariables = tell, defineServices = (all) => { for (const one of Object.values(all)) tell(typeof one === 'function' ? one({ port: 'P', services: new Proxy({}, { get: (_, key) => (tell(key), { url: 'U' }) }) }) : one) ; tell(Object.keys(all)) }
  export const defineFixtures = (folder, all) => (tell(all), fetched('fixtures')), defineState = tell
  export const defineProject = (project) => (tell({ ...project, folder: '' }), project)
  export const serve = (project, names) => tell(names)
  const api = {
    captures: new Proxy({}, { get: (_, key) => (tell(key), new Proxy({}, { get: (_, part) => (tell(part), 'C') })) }),
    fixture: async (name) => (tell(name), { part: new Proxy({}, { get: (_, key) => (tell(key), ['F']) }) }),
    service: async (name) => (tell(name), { url: 'U' }),
    cleanup: (step) => api.pending.push(step()),
    send: async (...all) => { for (const one of all) tell(typeof one === 'function' ? await one(api) : one) },
    flow: async (...all) => tell(...all),
    pending: [],
  }
  const running = (globalThis.running ??= [])
  const anything = new Proxy({}, { get: (_, key) => (tell(key), 'R') })
  export const request = (name, definition) => {
    tell(name)
    running.push(async () => tell(typeof definition === 'function' ? await definition(api, { row: anything, params: anything }) : definition))
    return { with: (given) => (tell(given), name) }
  }
  export const flow = (name, steps) => { tell(name); running.push(() => steps(api, Object.assign(Object.create(null), { looked: anything }))) }
  export const table = (rows) => rows.map((row) => ['row', (tell(row), anything)])
  export const cases = (all) => all.map(({ name, ...changes }) => (tell(name), [name, changes.changes ?? changes]))
  export const text = (strings, ...values) => tell(strings.reduce((all, part, index) => all + values[index - 1] + part))[0]
  export const base64 = (value) => tell(value)[0]
  const block = (...all) => { tell(...all.slice(0, -1)); const body = all.at(-1); if (!body.toString().startsWith('async')) return body(); running.push(() => body({ api, skip: tell })) }
  export const describe = Object.assign(block, { concurrent: block })
  const base = Object.assign(block, { for: (rows) => (title, body) => { for (const row of rows) running.push(() => body(row, { api, skip: tell })) } })
  export const test = { extend: () => base }
  export const defineConfig = tell
  export const run = async () => { for (const one of running) await one(); await Promise.all(api.pending); return told }
`

/** Runs the generated project and returns every string that its code handed to anyone. */
async function stringsOf(files: readonly GeneratedFile[]): Promise<Set<string>> {
  const texts = new Map(files.map((file) => [file.path, file.text]))
  const entry = [...texts.keys()].filter((path) => path.endsWith('.ts')).map((path) => `import ${JSON.stringify(`generated:${path}`)}`)
  const { outputFiles } = await build({
    stdin: { contents: `${entry.join('\n')}\nexport { run } from 'apitest'`, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'project',
    define: { 'import.meta.url': '"file:///x/"', 'import.meta.dirname': '"/x"' },
    // esbuild would print some keys as template literals, which are none
    supported: { 'template-literal': false },
    logLevel: 'silent',
    plugins: [
      {
        name: 'generated',
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^(?:apitest|vitest|vitest\/config)$/ }, () => ({ path: 'stand-in', namespace: 'stand-in' }))
          onResolve({ filter: /^(?:generated:|\.)/ }, ({ path }) => ({ path: path.replace(/^generated:|^(?:\.\.?\/)+/, '').replace(/\.js$/, '.ts'), namespace: 'generated' }))
          onLoad({ filter: /.*/, namespace: 'stand-in' }, () => ({ contents: standIn, loader: 'js' }))
          onLoad({ filter: /.*/, namespace: 'generated' }, ({ path }) => ({ contents: texts.get(path) ?? '', loader: 'ts' }))
        },
      },
    ],
  })
  // a program of its own, in which anything but the stand-in is missing: code that escaped would not find `process`
  // oxlint-disable-next-line typescript/no-implied-eval -- to run what was written is the point
  const run = new Function('globalThis', 'process', `${outputFiles[0]?.text ?? ''}\nreturn project.run()`) as (scope: object, process: unknown) => Promise<unknown>
  const strings = new Set<string>()
  collect(await run({}, trap), strings, new Set())
  return strings
}

const trap = new Proxy({}, { get: () => { throw new Error('a text became code') } })

function collect(value: unknown, strings: Set<string>, seen: Set<unknown>): void {
  if (typeof value === 'string') strings.add(value)
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (Object.getPrototypeOf(value) !== Object.prototype && !Array.isArray(value)) return
  for (const key of Object.keys(value)) {
    if (!Array.isArray(value)) strings.add(key)
    collect((value as Record<string, unknown>)[key], strings, seen)
  }
}

describe('a text of the user is never code', () => {
  it.each(hostileTexts.map((text) => [JSON.stringify(text), text]))('%s in every place', async (_, text) => {
    const files = emitProject(hostilePlan(text))
    const strings = await stringsOf(files)
    expect(strings).toContain(text)
    // names, keys and texts of whatever the plan holds: nothing else may come out of the program
    const made = [...strings].filter((found) => found !== text && !known(found, text))
    expect(made).toEqual([])
  })

  it('many of them side by side, in projects of random shape', async () => {
    for (let seed = 0; seed < 60; seed++) {
      for (const { path, text } of emitProject(randomPlan(seed, hostileTexts.filter((text) => !text.includes('${'))))) expect(await formatted(path, text)).toContain('')
    }
  })
})

/** A string that the hostile plan makes besides the text itself. */
function known(found: string, text: string): boolean {
  const around = [`${text}E${text}C${text}`, `${text}U`, `${text}P${text}U`, `${text}${text}${text}R`, `${text}R`]
  const places = [`${text}#/tests/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`]
  return own.has(found) || [...around, ...places, `${text}2`, `${text}3`].includes(found)
}

const own = new Set(
  'apitest.yaml plain dynamic name json required secret default description value tags skip specs suites folder env variables services state defaults request capture scope run root test include pool isolate fileParallelism testTimeout hookTimeout teardownTimeout globalSetup tests/**/*.test.ts ./setup.ts threads /x params looked row get part E U P C F R with /'.split(' ').concat(''),
)
