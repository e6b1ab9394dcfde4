import type { Plan } from '../../plan/plan.ts'
import { clusterFiles } from './cluster/cluster-files.ts'
import { loadTargets } from './load-targets.ts'
import { buildScript } from './script/build-script.ts'

export interface ScriptFile {
  /** Relative to the output folder. */
  readonly path: string
  readonly text: string
  readonly kind: 'python' | 'javascript' | 'yaml'
}

/** What each load profile is turned into for other programs: their scripts, and on request what runs them on several machines. */
export function scriptFiles(plan: Plan): readonly ScriptFile[] {
  return plan.loads.flatMap((load) => {
    const script = buildScript(plan, load)
    const folder = `loads/${load.fileName}`
    return [
      ...loadTargets.map((target) => ({ path: `${folder}/${target.file}`, text: target.emit(script), kind: target.kind })),
      ...clusterFiles(script, load).map(({ path, text }) => ({ path: `${folder}/${path}`, text, kind: 'yaml' as const })),
    ]
  })
}
