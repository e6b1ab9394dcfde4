import type { Project } from './project.ts'

/** `tsconfig.json`: for editors, and for `npx tsc -p generated`. */
export function tsconfigFile({ plan: { hooks } }: Project): string {
  const allowJs = /\.[cm]?jsx?$/.test(hooks?.path ?? '') ? '\n    "allowJs": true,' : ''
  return `{
  "compilerOptions": {
    "target": "es2023",
    "module": "esnext",
    "moduleResolution": "bundler",
    "types": ["node"],
    "strict": true,${allowJs}
    "skipLibCheck": true,
    "noEmit": true
  },
  "include": ["**/*.ts"]
}
`
}
