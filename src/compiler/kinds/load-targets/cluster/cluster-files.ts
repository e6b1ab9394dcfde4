import type { PlannedLoad } from '../../../plan/plan.ts'
import type { LoadScript } from '../script/load-script.ts'

export interface ClusterFile {
  readonly path: string
  readonly text: string
}

export function clusterFiles(_script: LoadScript, _load: PlannedLoad): readonly ClusterFile[] {
  return []
}
