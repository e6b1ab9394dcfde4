import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sortRoutes } from './found-app.ts'
import type { FoundApp } from './found-app.ts'
import { readText, sourceFiles } from './source-files.ts'

const frameworks = [
  { name: 'FastAPI', made: /^(\w+)\s*(?::\s*\w+\s*)?=\s*(?:fastapi\.)?FastAPI\(/m },
  { name: 'Flask', made: /^(\w+)\s*(?::\s*\w+\s*)?=\s*(?:flask\.)?Flask\(/m },
] as const

/** Looks for `app = Flask(…)` or `app = FastAPI(…)` at the left margin of a Python file. */
export function findPythonApp(folder: string): FoundApp | undefined {
  for (const file of sourceFiles(folder, ['.py'])) {
    const text = readText(join(folder, file)) ?? ''
    for (const { name, made } of frameworks) {
      const variable = made.exec(text)?.[1]
      if (variable !== undefined) return describe(folder, { file, text, framework: name, variable })
    }
  }
  return undefined
}

interface PythonApp {
  readonly file: string
  readonly text: string
  readonly framework: 'FastAPI' | 'Flask'
  readonly variable: string
}

function describe(folder: string, app: PythonApp): FoundApp {
  const cwd = dirname(app.file)
  const module = basename(app.file, '.py')
  const { command, needs } = startCommand(join(folder, cwd), app, module)
  const routes = [...app.text.matchAll(/@\w+\.(?:get|route)\(\s*["']([^"']+)["']([^)]*)\)/g)].filter(
    ([, , rest]) => !/methods\s*=/.test(rest!) || /["']GET["']/i.test(rest!),
  )
  return {
    description: `a ${app.framework} app in ${app.file}`,
    service: { name: 'web', value: { process: { command, ...(cwd === '.' ? {} : { cwd }), ready: { tcp: true } } } },
    routes: sortRoutes(routes.map(([, path]) => path!)),
    notes: [`The service is started with ${needs}: \`npx apitest doctor\` says whether it is there`],
  }
}

function startCommand(cwd: string, { framework, variable }: PythonApp, module: string): { command: string; needs: string } {
  const config = ['gunicorn.conf.py', 'config/gunicorn.conf.py'].find((path) => existsSync(join(cwd, path)))
  const gunicorn =
    config !== undefined ||
    ['requirements.txt', '../requirements.txt', 'pyproject.toml', '../pyproject.toml'].some((path) =>
      /\bgunicorn\b/.test(readText(join(cwd, path)) ?? ''),
    )
  if (framework === 'Flask' && gunicorn) {
    const settings = config === undefined ? '' : `-c ${config} `
    return { command: `gunicorn ${settings}${module}:${variable} --workers=1 --bind 127.0.0.1:\${port}`, needs: 'gunicorn' }
  }
  if (framework === 'Flask')
    return { command: `python3 -m flask --app ${module}:${variable} run --port \${port}`, needs: 'python3 and flask' }
  return { command: `python3 -m uvicorn ${module}:${variable} --host 127.0.0.1 --port \${port}`, needs: 'python3 and uvicorn' }
}
