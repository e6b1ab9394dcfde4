import type { CheckTools } from '../checks/check-tools.ts'
import { checkPipeline } from '../ci/check-pipeline.ts'
import { ciKinds } from '../kinds/ci/ci-kinds.ts'
import { serviceKindOf } from '../kinds/kind-of.ts'
import type { SpecFile } from './collect-cursors.ts'

export interface CiSite {
  readonly tools: CheckTools
  readonly findFiles: (pattern: string) => Promise<readonly string[]>
}

/** Checks every pipeline of `ci`, which only the entry file has. */
export function checkCi(files: readonly SpecFile[], { tools, findFiles }: CiSite): void {
  const taken = new Map(files.map(({ file }) => [file, 'a file of the spec']))
  const subject = { tools, findFiles, taken, needsDocker: needsDocker(tools), tests: countTests(files), has: has(files) }
  for (const ci of files.flatMap(({ root }) => root.get('ci')?.entries() ?? [])) {
    checkPipeline(ci, { ...subject, kind: ciKinds[ci.name as keyof typeof ciKinds] })
  }
}

/** A service that starts containers. */
function needsDocker({ names }: CheckTools): boolean {
  return [...names.all('services').values()].some((service) => serviceKindOf(service).kind.composeFile !== undefined)
}

function has(files: readonly SpecFile[]) {
  const some = (section: string) => files.some(({ root }) => (root.get(section)?.entries().length ?? 0) > 0)
  return { tests: countTests(files) > 0, leaks: some('leaks'), loads: some('loads') }
}

function countTests(files: readonly SpecFile[]): number {
  const lists = files.flatMap(({ root }) => [
    root.get('tests'),
    ...(root
      .get('suites')
      ?.entries()
      .map((suite) => suite.get('tests')) ?? []),
  ])
  return lists.reduce((sum, tests) => sum + (tests?.entries().length ?? 0), 0)
}
