import { planPipeline } from '../ci/plan-pipeline.ts'
import { ciKinds } from '../kinds/ci/ci-kinds.ts'
import { serviceKindOf } from '../kinds/kind-of.ts'
import type { ResolvedSpec } from '../resolve/resolved-spec.ts'
import type { Plan, PlannedCi } from './plan.ts'

export interface CiSource {
  readonly spec: ResolvedSpec
  /** What the rest of the plan says already. */
  readonly plan: Pick<Plan, 'env' | 'folder' | 'leaks' | 'loads' | 'suites'>
  /** From the project's folder to the output folder, with a slash at its end. */
  readonly output: string
}

/** The pipelines that the spec asks for, in its order. */
export function planCi({ spec, plan, output }: CiSource): PlannedCi[] {
  const services = [...spec.names.all('services').values()]
  const covered = services.map((service) => service.get('python')).find((python) => python?.get('coverage')?.value === true)
  const facts = {
    name: spec.name,
    root: spec.root,
    folder: plan.folder,
    output,
    needsDocker: services.some((service) => serviceKindOf(service).kind.composeFile !== undefined),
    env: plan.env,
    coverage: covered && { folder: covered.get('cwd')?.text ?? '', python: covered.get('python')?.text ?? 'python3' },
    has: {
      tests: plan.suites.some(({ tests }) => tests.length > 0),
      leaks: plan.leaks.length > 0,
      loads: plan.loads.length > 0,
    },
  }
  return spec.files
    .flatMap(({ root }) => root.get('ci')?.entries() ?? [])
    .map((ci) => planPipeline(ci, { ...facts, path: ciKinds[ci.name as keyof typeof ciKinds].path }))
}
