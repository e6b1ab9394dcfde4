import { posix } from 'node:path'
import type { Cursor } from '../checks/cursor.ts'
import { isPackage, parseModuleName } from '../checks/module-name.ts'
import { serviceKindOf } from '../kinds/kind-of.ts'
import type { ResolvedSpec } from '../resolve/resolved-spec.ts'
import { importPath } from './import-path.ts'
import type { ReplaceableModule } from './plan.ts'

/**
 * The modules that mocks of Node services name, wherever in the project. All suites share one worker and its modules, so each of them
 * declares all: whichever runs first loads the application.
 */
export function planReplaceable(spec: ResolvedSpec, folder: string): readonly ReplaceableModule[] {
  const modules = new Map<string, Set<string>>()
  for (const target of targets(spec)) {
    const { path, name } = parseModuleName(target)
    if (name !== undefined) modules.set(path, (modules.get(path) ?? new Set()).add(name))
  }
  return [...modules].toSorted(byName).map(([module, names]) => ({
    module,
    from: isPackage(module) ? module : importPath(posix.normalize(module), folder),
    names: [...names].toSorted(),
  }))
}

function targets({ names, files }: ResolvedSpec): readonly string[] {
  const services = [...names.all('services').values()].filter((service) => serviceKindOf(service).kind.inTests === true)
  if (services.length === 0) return []
  const tests = files.flatMap(({ root }) => [
    root.get('tests'),
    ...(root.get('suites')?.entries() ?? []).map((suite) => suite.get('tests')),
  ])
  const mocks: readonly (Cursor | undefined)[] = [
    ...services.map((service) => service.get(serviceKindOf(service).name)?.get('mocks')),
    ...tests.flatMap((list) => list?.entries() ?? []).map((test) => test.get('mocks')),
  ]
  return mocks.flatMap((map) => map?.entries() ?? []).map(({ name }) => name)
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}
