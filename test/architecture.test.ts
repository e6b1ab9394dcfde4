import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .filter((file) => /\.(ts|js)$/.test(file) && !/\.(test|testing)\.ts$/.test(file))

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(path.join(root, from), 'utf8')
  return [...text.matchAll(/^\s*(?:import|export)\b([^'"\n]*?(?:\{[^}]*\})?[^'"\n]*?)\bfrom ['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm)].map((match) => {
    const specifier = match[2] ?? match[3] ?? ''
    const to = specifier.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier)) : specifier
    return { from, to, typeOnly: /^\s*type\b/.test(match[1] ?? '') }
  })
})
const values = imports.filter(({ typeOnly }) => !typeOnly)

/** The stages of the compiler in their order; a stage may import earlier ones' types, never values of another stage. */
const stages = ['load', 'validate', 'resolve', 'plan', 'emit', 'write']
const stageOf = (file: string) => stages.find((stage) => file.startsWith(`src/compiler/${stage}/`))

function forbidden(edges: readonly Import[], why: string, isForbidden: (edge: Import) => boolean) {
  expect(edges.filter(isForbidden).map(({ from, to }) => `${from} imports ${to}: ${why}`)).toEqual([])
}

test('the import scan sees the code', () => {
  expect(imports.length).toBeGreaterThan(100)
})

test('compiler and runtime never import each other', () => {
  forbidden(values, 'generated code must run without the compiler, and compiling must not load the runtime', ({ from, to }) =>
    (from.startsWith('src/compiler/') && to.startsWith('src/runtime/')) || (from.startsWith('src/runtime/') && to.startsWith('src/compiler/')))
})

test('what is made for tests stays with them', () => {
  forbidden(imports, 'users would get it', ({ to }) => /\.(test|testing)\.ts$/.test(to))
})

/** What compiler and runtime both stand on. */
const shared = /^src\/(json-schema|media-types|openapi|places|spec|titles)\//

test('the shared folders import nothing of ours but each other', () => {
  forbidden(imports, 'compiler and runtime both stand on them', ({ from, to }) =>
    shared.test(from) && to.startsWith('src/') && !shared.test(to))
})

test('the runtime never imports vitest', () => {
  forbidden(imports, 'load scripts use the runtime too', ({ from, to }) => from.startsWith('src/runtime/') && /^(vitest|@vitest)/.test(to))
})

test('stages take no values from another stage; only the pipeline knows their order', () => {
  forbidden(values, 'a stage is a value in and a value out', ({ from, to }) => {
    const [source, target] = [stageOf(from), stageOf(to)]
    return source !== undefined && target !== undefined && source !== target
  })
})

test('kinds import no stage and no other kind', () => {
  forbidden(values, 'a kind is complete in its own folder', ({ from, to }) => from.startsWith('src/compiler/kinds/') && stageOf(to) !== undefined)
})

test('only load, write and what they share touch the disk in the compiler', () => {
  forbidden(values, 'the middle of the compiler is pure: same input, same bytes', ({ from, to }) =>
    from.startsWith('src/compiler/') && !/^src\/compiler\/(load|write)\//.test(from) && /^(node:)?fs(\/promises)?$/.test(to))
})

test('index files are for outsiders only', () => {
  forbidden(values, 'import the file that defines the thing', ({ from, to }) => to.startsWith('src/') && to.endsWith('/index.ts') && !from.endsWith('/index.ts') && from !== 'src/cli/main.ts')
})

test('no file imports itself through others', () => {
  const graph = new Map(files.map((file) => [file, values.filter(({ from, to }) => from === file && files.includes(to)).map(({ to }) => to)]))
  const cycles: string[] = []
  const done = new Set<string>()
  const visit = (file: string, trail: string[]) => {
    if (trail.includes(file)) return void cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '))
    if (done.has(file)) return
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
  expect(cycles).toEqual([])
})

test('the start of the command line loads nothing heavy', () => {
  const heavy = /^(yaml|undici|ts-morph|vitest|ajv|@faker-js|papaparse|json-p3|node-html-parser|xpath)/
  const reach = new Set<string>()
  const eager = (file: string) => {
    if (reach.has(file)) return
    reach.add(file)
    const text = readFileSync(path.join(root, file), 'utf8')
    for (const { to } of values.filter(({ from }) => from === file)) {
      if (text.includes(`import('`) && !new RegExp(`from '[^']*${path.posix.basename(to).replace('.', '\\.')}'`).test(text)) continue
      if (files.includes(to)) eager(to)
      else reach.add(to)
    }
  }
  eager('src/cli/main.ts')
  expect([...reach].filter((name) => heavy.test(name))).toEqual([])
})

test('ARCHITECTURE.md names every folder of src, and only folders that are there', () => {
  const text = readFileSync(path.join(root, 'ARCHITECTURE.md'), 'utf8')
  const rows = new Map([...text.matchAll(/^\| `(src\/[\w./-]+)\/` \| (.+) \|$/gm)].map(([, folder = '', duty = '']) => [folder, duty]))
  const names = (folder: string) =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
  const parents = ['src/compiler', 'src/runtime', 'src/cli', 'src/runtime/load', 'src/runtime/leak']
  const unnamed = parents.flatMap((parent) =>
    names(parent).flatMap((name) =>
      rows.has(`${parent}/${name}`) || rows.get(parent)?.includes(`\`${name}\``) ? [] : [`${parent}/${name}`]))
  expect(unnamed).toEqual([])
  expect(names('src').filter((name) => ![...rows.keys()].some((folder) => `${folder}/`.startsWith(`src/${name}/`)))).toEqual([])
  expect([...rows.keys()].filter((folder) => !existsSync(path.join(root, folder)))).toEqual([])
})

test('everything that generated code may import says what it is', () => {
  const index = readFileSync(path.join(root, 'src/runtime/index.ts'), 'utf8')
  const silent = [...index.matchAll(/\{ ([^}]+) \} from '(.+)'/g)].flatMap(([, names = '', file = '']) => {
    const text = readFileSync(path.join(root, 'src/runtime', file), 'utf8')
    return names.split(', ').filter((name) => !new RegExp(`\\*/\\n(?:\\s*//.*\\n)*export (?:async )?(?:interface|type|class|const|function) ${name}\\b`).test(text))
  })
  expect(index).toContain('defineProject')
  expect(silent).toEqual([])
})

test('generated code imports the public entry, vitest, node, the hooks and its neighbours only', () => {
  const generated = readdirSync(path.join(root, 'generated'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  expect(generated.length).toBeGreaterThan(0)
  const strange = generated.flatMap((file) =>
    [...readFileSync(path.join(root, 'generated', file), 'utf8').matchAll(/from '([^']+)'/g)]
      .map(([, specifier = '']) => specifier)
      .filter((specifier) => !/^(apitest|vitest|vitest\/config|node:.+|\.\.?\/.+)$/.test(specifier))
      .map((specifier) => `${file} imports ${specifier}`))
  expect(strange).toEqual([])
})
