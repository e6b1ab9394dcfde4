import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Programs that some tests need and not every machine has. */
export type Component =
  | 'python'
  | 'fastapi'
  | 'coverage'
  | 'docker'
  | 'chromium'
  | 'locust'
  | 'k6'
  | 'rsync'
  | 'check-jsonschema'
  | 'groovy'
  | 'gpu'

const checks: Readonly<Record<Component, () => string | undefined>> = {
  python: () => failureOf('python3', ['-c', 'import flask, gunicorn']),
  fastapi: () => failureOf('python3', ['-c', 'import fastapi']),
  coverage: () => failureOf('python3', ['-c', 'import coverage']),
  docker: () => failureOf('docker', ['compose', 'version']) ?? failureOf('docker', ['info']),
  chromium: () => (chromiumPath() === undefined ? 'no chromium or chrome on the PATH' : undefined),
  locust: () => failureOf('locust', ['--version']),
  k6: () => failureOf('k6', ['version']),
  gpu: () => failureOf('nvidia-smi', ['-L']) ?? failureOf('python3', ['-c', 'import torch; assert torch.cuda.is_available()']),
  'check-jsonschema': () => failureOf('check-jsonschema', ['--version']),
  groovy: () => failureOf('groovy', ['--version']),
  rsync: () => failureOf('rsync', ['--version']),
}

const known = new Map<Component, string | undefined>()

/**
 * Why tests that need the component are skipped; undefined when it is there. Components named in `APITEST_REQUIRE` (a comma list, or
 * `all`) must be there: then a missing one is an error.
 *
 * @example
 * const missing = requireComponent('python')
 * test.skipIf(missing)(`gunicorn starts${missing ? ` (skipped: ${missing})` : ''}`, …)
 */
export function requireComponent(component: Component): string | undefined {
  if (!known.has(component)) known.set(component, checks[component]())
  const reason = known.get(component)
  if (reason === undefined) return undefined
  const required = (process.env.APITEST_REQUIRE ?? '').split(',').map((name) => name.trim())
  if (required.includes(component) || required.includes('all'))
    throw new Error(`APITEST_REQUIRE names ${component}, which is missing: ${reason}`)
  return `${component} is missing: ${reason}`
}

export function chromiumPath(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
  const folders = (process.env.PATH ?? '').split(':')
  return [process.env.CHROME_PATH, ...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`))].find(
    (path) => path !== undefined && existsSync(path),
  )
}

function failureOf(program: string, args: readonly string[]): string | undefined {
  try {
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: 30_000 })
    return undefined
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: Buffer }
    return (stderr?.toString().trim().split('\n').at(-1) || message).slice(0, 200)
  }
}
