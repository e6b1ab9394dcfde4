import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

const root = path.resolve(import.meta.dirname, '../..')

export interface CommandResult {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface TemporaryProject {
  readonly folder: string
  /** Runs `apitest` as a user would and waits for its end. */
  apitest(args: readonly string[], options?: { env?: Record<string, string>; signal?: AbortSignal }): Promise<CommandResult>
  run(program: string, args: readonly string[], options?: { env?: Record<string, string> }): Promise<CommandResult>
  read(file: string): string
  write(files: Readonly<Record<string, string>>): void
}

/** A folder with the given files and the built package installed; gone when the test ends. */
export function temporaryProject(files: Readonly<Record<string, string>>): TemporaryProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-project-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(path.join(folder, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, path.join(folder, 'node_modules/apitest'))
  for (const name of ['vitest', 'vite', '@types/node'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(folder, 'node_modules', name))
  const project: TemporaryProject = {
    folder,
    apitest: (args, options) => project.run(process.execPath, [path.join(root, 'bin/apitest.js'), ...args], options),
    run: (program, args, options = {}) => runCommand(folder, [program, ...args], options.env ?? {}),
    read: (file) => readFileSync(path.join(folder, file), 'utf8'),
    write: (more) => {
      for (const [name, text] of Object.entries(more)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
        writeFileSync(path.join(folder, name), text)
      }
    },
  }
  project.write(files)
  return project
}

function runCommand(cwd: string, [program = '', ...args]: readonly string[], env: Record<string, string>): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...cleanEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => (stdout += data))
    child.stderr.on('data', (data: Buffer) => (stderr += data))
    child.once('error', reject)
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }))
  })
}

/** The tests' own vitest and CI variables must not reach the vitest that the command starts. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const {
    VITEST: _vitest,
    VITEST_MODE: _mode,
    VITEST_POOL_ID: _pool,
    VITEST_WORKER_ID: _worker,
    NODE_ENV: _node,
    TEST: _test,
    CI: _ci,
    GITHUB_ACTIONS: _github,
    GITLAB_CI: _gitlab,
    FORCE_COLOR: _color,
    ...rest
  } = process.env
  return { ...rest, NO_COLOR: '1' }
}
