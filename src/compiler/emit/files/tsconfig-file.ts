import type { Plan } from '../../plan/plan.ts'
import type { Project } from './project.ts'

/**
 * `tsconfig.json`: for editors, and for `npx tsc -p generated`, which needs no `@types/node`; where it is installed, vite's types bring it
 * in for the files of the user.
 */
export function tsconfigFile({ plan }: Project): string {
  const allowJs = importedFiles(plan).some((file) => /\.[cm]?jsx?$/.test(file)) ? '\n    "allowJs": true,' : ''
  return `{
  "compilerOptions": {
    "target": "es2023",
    "module": "esnext",
    "moduleResolution": "bundler",
    "lib": ["es2023", "dom"],
    "types": [],
    "strict": true,${allowJs}
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["**/*.ts"]
}
`
}

/** Files of the user that generated code imports. */
function importedFiles({ hooks, services }: Plan): readonly string[] {
  const modules = services.flatMap(({ value }) => value.entries.flatMap(([, part]) => (part.kind === 'map' ? part.entries : [])))
  return [...(hooks === undefined ? [] : [hooks.path]), ...modules.flatMap(([, part]) => (part.kind === 'module' ? [part.file] : []))]
}
