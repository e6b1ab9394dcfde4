import { posix } from 'node:path'
import { formatPlace } from '../../places/place.ts'
import type { GeneratedFile } from '../emit/generated-file.ts'
import type { Plan, PlannedLeak, PlannedLoad, PlannedSuite, PlannedVariable, Value } from '../plan/plan.ts'
import { hashText } from './hash.ts'
import type { IndexedMeasurement, IndexedSuite, IndexedVariable, Manifest, ProjectIndex } from './manifest.ts'

export interface ManifestSource {
  readonly plan: Plan
  readonly files: readonly GeneratedFile[]
  /** SHA-256 of every file that was read, by path relative to the project's folder. */
  readonly inputs: Readonly<Record<string, string>>
  /** Files that each pattern under `include` found; both relative to the project's folder. */
  readonly included?: Readonly<Record<string, readonly string[]>>
  /** Version of apitest. */
  readonly version: string
  /** There were diagnostics. @default false */
  readonly warned?: boolean
}

/** Says what is generated, and from what. */
export function createManifest({ plan, files, inputs, included = {}, version, warned = false }: ManifestSource): Manifest {
  const fromManifest = (path: string) => posix.normalize(plan.folder + path)
  const patterns = sorted(Object.entries(included).map(([pattern, found]) => [fromManifest(pattern), found.map(fromManifest)] as const))
  return {
    about:
      'Which files apitest generated here and from what, so that it can tell an edit by hand from an old file. Written by `apitest compile`.',
    apitest: version,
    inputs: sorted(Object.entries(inputs).map(([path, hash]) => [fromManifest(path), hash] as const)),
    files: hashes(files.filter(({ declared }) => declared !== true)),
    ...(files.some(({ declared }) => declared === true) && { declared: hashes(files.filter(({ declared }) => declared === true)) }),
    ...(Object.keys(patterns).length > 0 && { included: patterns }),
    ...(warned && { warned }),
    index: {
      name: plan.name,
      folder: plan.folder,
      specs: plan.specs,
      suites: plan.suites.map(indexSuite),
      leaks: plan.leaks.map(({ name }) => name),
      loads: plan.loads.map(({ name }) => name),
      ...indexMeasurements(plan),
      tags: [...new Set(plan.suites.flatMap((suite) => suite.tests.flatMap((test) => test.tags)))].toSorted(),
      ...(plan.openapi !== undefined && { openapi: plan.openapi }),
      ...indexEnv(plan),
      ...(plan.variables.length > 0 && { variables: plan.variables.map(indexVariable) }),
    },
  }
}

/** Left out where there are none, so that the manifest of a project without them stays as it is. */
function indexMeasurements({ leaks, loads }: Plan): Pick<ProjectIndex, 'leakFiles' | 'loadFiles'> {
  return {
    ...(leaks.length > 0 && { leakFiles: leaks.map((leak) => indexMeasurement(leak, `leaks/${leak.fileName}.leak.ts`)) }),
    ...(loads.length > 0 && { loadFiles: loads.map((load) => indexMeasurement(load, `loads/${load.fileName}.load.ts`)) }),
  }
}

function indexMeasurement({ name, place, services, env }: PlannedLeak | PlannedLoad, file: string): IndexedMeasurement {
  return { name, file, place: formatPlace(place), services, ...(env.length > 0 && { env }) }
}

function indexEnv({ env }: Plan): Pick<ProjectIndex, 'env'> {
  const required = env.filter((variable) => variable.required && variable.default === undefined).map(({ name }) => name)
  return required.length === 0 ? {} : { env: required }
}

function indexVariable({ name, value, unused }: PlannedVariable): IndexedVariable {
  return { name, kind: kindOf(value), ...(unused && { unused }) }
}

function kindOf(value: Value): IndexedVariable['kind'] {
  if (isComputed(value)) return 'computed'
  if (value.kind !== 'literal') return value.kind === 'list' ? 'list' : 'map'
  if (value.value === null) return 'null'
  return typeof value.value === 'string' ? 'text' : (typeof value.value as 'number' | 'boolean')
}

function isComputed(value: Value): boolean {
  if (value.kind === 'list') return value.items.some(isComputed)
  return value.kind === 'map' ? value.entries.some(([, item]) => isComputed(item)) : value.kind !== 'literal'
}

function indexSuite({ name, fileName, place, tests }: PlannedSuite): IndexedSuite {
  return {
    name,
    file: `tests/${fileName}.test.ts`,
    place: formatPlace(place),
    tests: tests.map((test) => ({
      name: test.name,
      place: formatPlace(test.place),
      tags: test.tags,
      services: test.services,
      ...(test.env && { env: test.env }),
      table: test.table !== undefined,
    })),
  }
}

function hashes(files: readonly GeneratedFile[]): Record<string, string> {
  return sorted(files.map(({ path, text }) => [path, hashText(text)] as const))
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
