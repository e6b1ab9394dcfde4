import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { rolldown } from 'rolldown'

// Packages of many small files, of which apitest needs a part: installed they would take a tenth of all space, and loading yaml or ajv
// file by file takes three times as long. docs/decisions/0011-some-packages-are-bundled.md

/** What the runtime loads at the moment it is needed, by `requireLazily`, and the file in `dist/packages/` that it becomes. */
const lazy = {
  '@faker-js/faker/locale/en': 'faker',
  ajv: 'ajv',
  'ajv/dist/2019.js': 'ajv-2019',
  'ajv/dist/2020.js': 'ajv-2020',
  'ajv-formats': 'ajv-formats',
  yaml: 'yaml',
}

/** Writes them as CommonJS, and the licences of all that was bundled. */
export async function writeBundledPackages({ root, dist, bundled }) {
  const input = Object.fromEntries(Object.entries(lazy).map(([specifier, name]) => [name, specifier]))
  const bundle = await rolldown({ cwd: root, input, platform: 'node' })
  const { output } = await bundle.write({
    dir: `${dist}/packages`,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    comments: { legal: true, annotation: false, jsdoc: false },
  })
  await bundle.close()
  const modules = [...bundled, ...output.flatMap((chunk) => chunk.moduleIds ?? [])]
  writeFileSync(`${dist}/licences.txt`, licencesOf(modules))
}

/** Makes `requireLazily("yaml")` load the file; chunks lie in `dist/chunks/`, beside `dist/packages/`. */
export function pointToBundledPackages() {
  return {
    name: 'bundled-packages',
    renderChunk: (code) =>
      code.replaceAll(/\brequireLazily\("([^"]+)"\)/g, (call, specifier) =>
        specifier in lazy ? `requireLazily("../packages/${lazy[specifier]}.cjs")` : call,
      ),
  }
}

/** One chunk for each package, which few of those who share it need at once. */
export function packageChunk(id) {
  return id.split('/node_modules/').at(-1) === id ? undefined : familyOf(packageOf(id).name)
}

function familyOf(name) {
  return /^(ajv|fast-|json-schema-traverse|require-from-string)/.test(name) ? 'ajv' : name.replace(/^@.*\//, '')
}

function packageOf(id) {
  const [, before, name] = /^(.*\/node_modules\/)((?:@[^/]+\/)?[^/]+)/.exec(id)
  return { name, folder: before + name }
}

function licencesOf(modules) {
  const packages = new Map(modules.filter((id) => id.includes('/node_modules/')).map((id) => [packageOf(id).name, packageOf(id).folder]))
  return [...packages]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, folder]) => {
      const { version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
      if (file === undefined) throw new Error(`${name} is bundled and brings no text of its licence`)
      return `${name} ${version} (${license})\n\n${readFileSync(path.join(folder, file), 'utf8').trim()}\n`
    })
    .join(`\n${'-'.repeat(80)}\n\n`)
}
