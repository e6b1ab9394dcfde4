import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { shells } from './ci-job.ts'
import type { CiJob, CiStep, Env } from './ci-job.ts'

export interface JobRun {
  readonly name: string
  readonly passed: boolean
  readonly output: string
}

export interface JobsRun {
  readonly jobs: readonly JobRun[]
  /** `name passed` or `name failed`, in the order in which they ran. */
  readonly verdicts: readonly string[]
  readonly output: string
  /** A folder with a folder for each name that files were kept under. */
  readonly kept: string
}

interface Runner {
  /** What is cloned for each job. */
  readonly repository: string
  readonly scratch: string
  readonly env: Env
}

/** Runs what a CI system would, each job in a clean clone, its steps in their order, until one fails. */
export async function runJobs(jobs: readonly CiJob[], runner: Runner): Promise<JobsRun> {
  const runs: JobRun[] = []
  for (const job of jobs) {
    const needed = runs.filter(({ name }) => job.needs.some((need) => name === need || name.startsWith(`${need} `)))
    const ready = job.needs.every((need) => needed.some(({ name }) => name === need || name.startsWith(`${need} `)))
    if (job.evenAfterFailure === true || (ready && needed.every(({ passed }) => passed))) runs.push(await runJob(job, runner))
  }
  return {
    jobs: runs,
    verdicts: runs.map(({ name, passed }) => `${name} ${passed ? 'passed' : 'failed'}`),
    output: runs.map(({ output }) => output).join('\n'),
    kept: path.join(runner.scratch, 'kept'),
  }
}

async function runJob({ name, workspace = name, env, steps }: CiJob, { repository, scratch, env: outer }: Runner): Promise<JobRun> {
  const folder = path.join(scratch, 'work', workspace.replaceAll(' ', '-'))
  if (!existsSync(folder)) execFileSync('git', ['clone', '-q', repository, folder])
  let passed = true
  let output = ''
  for (const step of steps) {
    if (!passed && step.always !== true) continue
    keepFiles(step, { folder, scratch })
    fetchFiles(step, { folder, scratch })
    if (step.run === undefined) continue
    const result = await runShell(step, { folder, env: { ...outer, ...env, ...step.env } })
    output += result.output
    if (result.exitCode !== 0) passed = false
  }
  return { name, passed, output }
}

interface Place {
  readonly folder: string
  readonly scratch: string
}

function keepFiles({ keep }: CiStep, { folder, scratch }: Place): void {
  if (keep === undefined) return
  for (const one of found(folder, keep.path))
    cpSync(path.join(folder, one), path.join(scratch, 'kept', keep.name, keep.flat === true ? '' : one), { recursive: true })
}

function fetchFiles({ fetch }: CiStep, { folder, scratch }: Place): void {
  if (fetch === undefined) return
  for (const name of found(path.join(scratch, 'kept'), `${fetch.names}*`)) {
    const into = path.resolve(folder, fetch.into, fetch.apart === true ? name : '')
    mkdirSync(into, { recursive: true })
    cpSync(path.join(scratch, 'kept', name), into, { recursive: true })
  }
}

/** What a pattern finds: `folder/**`, or a star in the last part. */
function found(folder: string, pattern: string): string[] {
  const whole = pattern.replace(/\/\*\*$/, '')
  const above = path.dirname(whole)
  const [start, end] = path.basename(whole).split('*')
  if (!existsSync(path.join(folder, above))) return []
  return readdirSync(path.join(folder, above))
    .filter((name) => (end === undefined ? name === start : name.startsWith(start!) && name.endsWith(end)))
    .map((name) => path.join(above, name))
}

function runShell(
  { run = '', shell = shells.bashToFirstFailure, folder: inside = '' }: CiStep,
  { folder, env }: { readonly folder: string; readonly env: Env },
): Promise<{ exitCode: number; output: string }> {
  const {
    VITEST: _vitest,
    VITEST_POOL_ID: _pool,
    VITEST_WORKER_ID: _worker,
    NODE_ENV: _node,
    TEST: _test,
    GITHUB_ACTIONS: _github,
    ...outer
  } = process.env
  const [program, ...words] = shell
  return new Promise((resolve) => {
    execFile(
      program!,
      [...words, run],
      { cwd: path.join(folder, inside), env: { ...outer, ...env, NO_COLOR: '1' }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    )
  })
}
