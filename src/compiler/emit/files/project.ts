import type { Plan } from '../../plan/plan.ts'
import type { Scope } from '../emit-expression.ts'
import type { Names } from '../names.ts'
import { createModule } from '../typescript/module.ts'

/** What every file of the project is made from. */
export interface Project {
  readonly plan: Plan
  readonly names: Names
}

/** The scope of a file in the output folder; `self` is how others import it. */
export function fileScope({ names }: Project, self?: string): Scope {
  return { module: createModule(self), names, siblings: './', services: 'running', params: new Map() }
}
