// Few large files instead of one for every set of modules that happen to be shared: each costs a start about half a millisecond.

/** What belongs together, by where it begins: all that these modules import statically is loaded with them. */
const parts = {
  start: ['cli/main.ts'],
  guard: ['runtime/services/guard.ts'],
  host: ['runtime/services/kinds/node/node-host.ts'],
  runtime: ['runtime/index.ts', 'runtime/services/hub-client.ts', 'cli/optimise-later.ts'],
  run: [
    'cli/commands/run.ts',
    'cli/run/run-engine.ts',
    'runtime/services/serve.ts',
    'runtime/report/html/render-html.ts',
    'runtime/report/junit.ts',
  ],
  validate: ['cli/commands/validate.ts', 'cli/commands/compile.ts', 'cli/project/compile-target.ts'],
  compile: ['compiler/plan/plan-project.ts', 'compiler/emit/emit-project.ts', 'compiler/write/write-project.ts'],
  user: ['runtime/load/engine/load-worker.ts'],
  measure: [
    'cli/commands/load.ts',
    'cli/commands/leak.ts',
    'cli/leak/run-window.ts',
    'cli/run/run-measurements.ts',
    'cli/run/report-measurements.ts',
    'runtime/leak/run-leak.ts',
    'runtime/leak/write-leak-files.ts',
    'runtime/load/external/open-external-run.ts',
    'runtime/load/page/open-load-page.ts',
    'runtime/load/report/write-load-report.ts',
  ],
  import: ['cli/commands/import.ts', 'cli/import/postman.ts', 'cli/import/openapi.ts', 'cli/import/curl.ts', 'cli/import/har.ts'],
}

/** Who needs the second has the first already, or hardly notices it: modules of both lie with the first. */
const alongside = {
  start: ['run', 'validate', 'compile', 'measure', 'import'],
  run: ['measure'],
  validate: ['compile', 'import'],
}

/** Rolldown's `codeSplitting`: a module's chunk is named after the parts that need it; what none of them needs is rolldown's to place. */
export function sharedChunks(source, packageChunk) {
  let names
  const name = (id, context) => {
    names ??= nameModules(source, context)
    if (id.endsWith('/validator.gen.js')) return 'validator'
    return packageChunk(id) ?? names.get(id) ?? null
  }
  return { includeDependenciesRecursively: false, groups: [{ name, debugName: 'parts' }] }
}

function nameModules(source, context) {
  const partsOf = new Map()
  for (const [part, files] of Object.entries(parts)) {
    const found = new Set()
    for (const file of files) addImported(`${source}/${file}`, { context, found })
    // an entry is a program of its own, which nobody else may start
    for (const id of found) if (!context.getModuleInfo(id).isEntry) partsOf.set(id, [...(partsOf.get(id) ?? []), part])
  }
  return new Map([...partsOf].map(([id, names]) => [id, withoutFollowers(names).join('-')]))
}

function withoutFollowers(names) {
  return names.filter((name) => !names.some((other) => alongside[other]?.includes(name)))
}

function addImported(id, { context, found }) {
  if (found.has(id)) return
  const module = context.getModuleInfo(id)
  if (module === null) throw new Error(`scripts/build/shared-chunks.js names ${id}, which is not bundled`)
  if (module.isExternal) return
  found.add(id)
  for (const next of module.importedIds) addImported(next, { context, found })
}
