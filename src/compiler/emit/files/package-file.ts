import type { Project } from './project.ts'

/** `package.json`: says that the generated files are ES modules, where the package around them says that its own are not. */
export function packageFile({ plan }: Project): string | undefined {
  return plan.commonJs === true ? '{ "private": true, "type": "module" }\n' : undefined
}
