import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isScalar } from 'yaml'
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts'
import { problems } from '../../compiler/diagnostics/problems.ts'
import type { IndexedTest, ProjectIndex } from '../../compiler/write/manifest.ts'
import { find, locate } from '../../places/locate.ts'
import { parseYaml } from '../../places/yaml-file.ts'
import type { YamlFile } from '../../places/yaml-file.ts'
import type { DiagnosticGroup } from '../host.ts'

export interface EnvNeeds {
  readonly index: ProjectIndex
  /** The project's folder, absolute. */
  readonly folder: string
  /** The tests that are about to run. */
  readonly tests: readonly IndexedTest[]
  readonly missing: readonly MissingVariable[]
}

export interface MissingVariable {
  readonly name: string
  /** It is set, to an empty text. */
  readonly empty: boolean
}

/** Each variable that has no value as a diagnostic at its declaration. */
export function explainMissingEnv({ index, folder, tests, missing }: EnvNeeds): DiagnosticGroup {
  const files = index.specs.map((file) => parseYaml(file, readFileSync(join(folder, file), 'utf8')))
  const diagnostics = missing.map(({ name, empty }): Diagnostic => {
    const path = ['env', name]
    const file = files.find((candidate) => find(candidate, path).depth === path.length)
    const description = file && find(file, [...path, 'description']).depth === 3 ? descriptionOf(file, path) : undefined
    const users = tests.filter(({ env }) => env?.includes(name) === true).map((test) => test.name)
    const problem = problems.missingEnv(name, { description, users, empty })
    return file === undefined ? problem : { ...problem, range: locate(file, path, { at: 'key' }) }
  })
  return { root: folder, sources: new Map(files.map((file) => [file.file, file.text])), diagnostics }
}

function descriptionOf(file: YamlFile, path: readonly string[]): string | undefined {
  const { node } = find(file, [...path, 'description'])
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined
}
