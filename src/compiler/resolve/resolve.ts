import { checkFile } from '../checks/check-file.ts'
import { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { Reporter } from '../checks/reporter.ts'
import { SpecNames, type Content } from '../checks/spec-names.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { problems } from '../diagnostics/problems.ts'
import type { ComposeFacts } from '../load/compose-facts.ts'
import type { HooksFacts } from '../load/hooks-facts.ts'
import type { Spec } from '../../spec/types.gen.ts'
import type { ValidSpec } from '../validate/valid-spec.ts'
import type { Books } from './books.ts'
import { checkCi } from './check-ci.ts'
import { checkCycles } from './check-cycles.ts'
import { checkDefaults, checkEnv, checkFixtures, checkFlows, checkServices, checkVariables } from './check-definitions.ts'
import { checkSession } from './check-session.ts'
import { checkLeaks, checkLoads } from './check-load.ts'
import { checkStubs } from './check-stubs.ts'
import { checkSuite, checkTests } from './check-tests.ts'
import { checkUnused } from './check-unused.ts'
import { collectCursors, collectFiles, type SpecFile } from './collect-cursors.ts'
import { FlowBook } from './flow-book.ts'
import { fixtureKindOf } from '../kinds/kind-of.ts'
import { inlineContent, readFixtureContents } from './read-fixture-contents.ts'
import { RequestBook } from './request-book.ts'
import type { ResolvedSpec } from './resolved-spec.ts'
import { ServiceBook } from './service-book.ts'

export interface ResolveOptions {
  /** The run is one of CI, where `only` is a mistake. */
  readonly ci: boolean
  /** Reads the hooks file; called only where the spec names one that exists. */
  readonly readHooks: (file: string) => Promise<HooksFacts>
  /** Reads compose files, relative to the project's folder; called only for those that exist. */
  readonly readCompose: (files: readonly string[]) => Promise<ComposeFacts>
  /** Files below the project's folder that fit a pattern. */
  readonly findFiles: (pattern: string) => Promise<readonly string[]>
}

export interface Resolved {
  /** Absent when anything is wrong. */
  readonly resolved?: ResolvedSpec
  readonly diagnostics: readonly Diagnostic[]
}

/** Follows every name from one part of the spec to another, and makes all checks that no schema can; all in one pass. */
export async function resolve(spec: ValidSpec<Spec>, { ci, readHooks, readCompose, findFiles }: ResolveOptions): Promise<Resolved> {
  const files = collectFiles(spec)
  const reporter = new Reporter(new Map(spec.files.map(({ file, yaml }) => [file, yaml])))
  const contents = new Map<string, Content>()
  const names = specNames(files, contents)
  const first = (section: string) => files.map(({ root }) => root.get(section)).find((found) => found !== undefined)
  const hooks = first('hooks')
  const tools = new CheckTools({
    names,
    disk: spec.disk,
    reporter,
    hooksNamed: hooks !== undefined,
    openapiNamed: first('openapi') !== undefined,
    readCompose,
    readModule: readHooks,
  })
  if (hooks !== undefined) await loadHooks(hooks, { tools, readHooks })
  for (const [name, content] of await readFixtureContents(tools)) contents.set(name, content)

  const defaults = first('defaults')
  const openapi = first('openapi')
  if (openapi !== undefined) await loadOpenapi(openapi, defaults, tools)
  checkSession(first('session'), tools)
  checkDefinitions(files, defaults, tools)
  const books: Books = { tools, requests: new RequestBook(tools), flows: new FlowBook(tools), services: new ServiceBook(tools) }
  checkFixtures(books)
  checkFlows(books)
  checkAllTests(files, { books, ci })
  checkCi(files, { tools, findFiles })
  for (const { root } of files) checkLeaks(root.get('leaks'), books)
  for (const { root } of files) checkLoads(root.get('loads'), books)
  books.requests.finish()
  await tools.finish()
  // A misspelt name leaves the right one unused: one mistake, not two.
  if (!reporter.hasErrors) checkUnused(tools)

  const diagnostics = reporter.sorted()
  if (reporter.hasErrors) return { diagnostics }
  const resolved: ResolvedSpec = {
    name: spec.name,
    root: spec.root,
    files,
    names,
    defaults,
    session: first('session'),
    hooks: tools.hooks && { path: tools.hooks.file, functions: [...tools.hooksUsed] },
    openapi: tools.openapi?.file,
    compose: tools.composeFacts,
  }
  return { resolved, diagnostics }
}

function specNames(files: readonly SpecFile[], contents: ReadonlyMap<string, Content>): SpecNames {
  const cursors = collectCursors(files)
  const content = (section: 'variables' | 'fixtures', name: string): Content | undefined => {
    const cursor = cursors[section].get(name)
    if (section === 'variables') return { data: cursor?.value, templated: true }
    return contents.get(name) ?? (cursor && inlineContent(cursor))
  }
  const asynchronous = (name: string) => {
    const cursor = cursors.fixtures.get(name)
    return cursor !== undefined && fixtureKindOf(cursor).kind.asynchronous
  }
  return new SpecNames({ cursors, contents: content, asynchronous })
}

async function loadOpenapi(openapi: Cursor, defaults: Cursor | undefined, tools: CheckTools): Promise<void> {
  const { readOpenapi } = await import('../checks/read-openapi.ts')
  tools.openapi = readOpenapi(openapi, { tools, expected: defaults?.get('expect')?.get('openapi')?.value === true })
}

async function loadHooks(
  hooks: Cursor,
  { tools, readHooks }: { tools: CheckTools; readHooks: ResolveOptions['readHooks'] },
): Promise<void> {
  const file = checkFile(hooks, tools)
  if (file === undefined) return
  const facts = await readHooks(file.path)
  const [mistake] = facts.mistakes
  if (mistake === undefined) tools.hooks = facts
  else tools.report(problems.badHooksFile(hooks.text ?? '', mistake.message), { cursor: hooks }, [{ message: 'Here', spot: mistake.range }])
}

function checkDefinitions(files: readonly SpecFile[], defaults: Cursor | undefined, tools: CheckTools): void {
  checkEnv(tools)
  checkVariables(tools)
  checkServices(tools)
  for (const { root } of files) checkStubs(root.get('stubs'), tools)
  checkDefaults(defaults, tools)
  checkCycles(defaults, tools)
}

function checkAllTests(files: readonly SpecFile[], { books, ci }: { books: Books; ci: boolean }): void {
  const site = { books, service: undefined, ci }
  for (const { root } of files) {
    checkTests(root.get('tests'), site)
    for (const suite of root.get('suites')?.entries() ?? []) checkSuite(suite, site)
  }
  const [entry] = files
  const runnable = ['tests', 'suites', 'leaks', 'loads']
  if (entry === undefined || files.some(({ root }) => runnable.some((section) => (root.get(section)?.entries().length ?? 0) > 0))) return
  books.tools.report(problems.noTests(), { cursor: entry.root.get('tests') ?? entry.root.entries()[0] ?? entry.root, at: 'key' })
}
