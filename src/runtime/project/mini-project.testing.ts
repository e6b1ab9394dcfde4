import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** A folder with an installed apitest, built from the sources as they are, and files as the compiler writes them. */
export interface MiniProject {
  readonly folder: string
  write(files: Readonly<Record<string, string>>): void
  /** Runs vitest as a user would. */
  run(options?: { env?: Readonly<Record<string, string>>; args?: readonly string[] }): Promise<MiniRun>
  remove(): void
}

export interface MiniRun {
  readonly exitCode: number
  /** What was printed, without colours. */
  readonly output: string
  /** Vitest's own JSON report. */
  readonly tests: readonly { readonly title: string; readonly status: string; readonly message: string; readonly meta: unknown }[]
}

export async function createMiniProject(): Promise<MiniProject> {
  const folder = mkdtempSync(join(tmpdir(), 'apitest-mini-'))
  const apitest = join(folder, 'node_modules/apitest')
  mkdirSync(join(folder, 'node_modules/@faker-js'), { recursive: true })
  for (const name of ['vitest', 'undici', 'yaml', 'papaparse', 'json-p3', '@faker-js/faker', '@types', 'typescript']) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), 'junction')
  }
  await build({
    absWorkingDir: root,
    entryPoints: { index: 'src/runtime/index.ts', guard: 'src/runtime/services/guard.ts' },
    outdir: join(apitest, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    logLevel: 'silent',
  })
  writeFileSync(join(apitest, 'package.json'), '{ "name": "apitest", "type": "module", "exports": "./dist/index.js" }')
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
  }
  return { folder, write, run: (options) => runVitest(folder, options), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

interface JsonReport {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
      readonly meta: unknown
    }[]
  }[]
}

function runVitest(
  folder: string,
  { env = {}, args = [] }: { env?: Readonly<Record<string, string>>; args?: readonly string[] } = {},
): Promise<MiniRun> {
  const program = join(root, 'node_modules/vitest/vitest.mjs')
  // Variables of the vitest that runs this very test would confuse the inner one.
  const outer = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|APITEST_|TEST$|NODE_ENV$|NODE_OPTIONS$|DEV$|PROD$|MODE$)/.test(name),
  )
  const command = [
    program,
    'run',
    '-c',
    'generated/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=out.json',
    ...args,
  ]
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      command,
      { cwd: folder, env: { ...Object.fromEntries(outer), NO_COLOR: '1', ...env }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr, tests: readTests(folder) })
      },
    )
  })
}

function readTests(folder: string): MiniRun['tests'] {
  const report = join(folder, 'generated/out.json')
  if (!existsSync(report)) return []
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JsonReport
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages, meta }) => ({
      title: fullName,
      status,
      message: failureMessages.join('\n\n'),
      meta,
    })),
  )
}
