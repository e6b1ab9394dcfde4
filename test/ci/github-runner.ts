import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { runInNewContext } from 'node:vm'
import { parse } from 'yaml'

interface Step {
  readonly uses?: string
  readonly run?: string
  readonly if?: string
  readonly env?: Readonly<Record<string, string>>
  readonly with?: Readonly<Record<string, string>>
}

interface Job {
  readonly needs?: string
  readonly if?: string
  readonly steps: readonly Step[]
  readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } }
}

export interface JobRun {
  readonly name: string
  readonly passed: boolean
  readonly output: string
  readonly summary: string
}

/** Runs the `run:` blocks of a workflow in their order, each job in a clone of its own, as GitHub's runner does; actions are acted out. */
export async function runWorkflow({
  repository,
  workflow,
  scratch,
  env,
}: {
  readonly repository: string
  readonly workflow: string
  readonly scratch: string
  readonly env: Readonly<Record<string, string>>
}): Promise<JobRun[]> {
  const { jobs, env: shared = {} } = parse(workflow) as { jobs: Readonly<Record<string, Job>>; env?: Readonly<Record<string, string>> }
  const runs: JobRun[] = []
  for (const [name, job] of Object.entries(jobs)) {
    for (const shard of job.strategy?.matrix.shard ?? [undefined]) {
      const needed = runs.filter((run) => run.name.startsWith(job.needs ?? '-'))
      if (
        !mayRun(
          job.if,
          needed.every(({ passed }) => passed),
        )
      )
        continue
      const title = shard === undefined ? name : `${name} ${shard}`
      runs.push(await runJob({ title, job, shard, repository, scratch, env: { ...env, ...shared } }))
    }
  }
  return runs
}

/** The condition of a job in the run of a pull request; without a word about the status it also needs the success of what it waits for. */
function mayRun(condition: string | undefined, succeeded: boolean): boolean {
  const speaksOfStatus = /\b(?:always|cancelled|failure|success)\(\)/.test(condition ?? '')
  if (!succeeded && !speaksOfStatus) return false
  if (condition === undefined) return true
  const names = {
    github: { event_name: 'pull_request' },
    inputs: {},
    always: () => true,
    cancelled: () => false,
    success: () => succeeded,
    failure: () => !succeeded,
  }
  return Boolean(runInNewContext(condition, names))
}

interface JobStart {
  readonly title: string
  readonly job: Job
  readonly shard: number | undefined
  readonly repository: string
  readonly scratch: string
  readonly env: Readonly<Record<string, string>>
}

async function runJob({ title, job, shard, repository, scratch, env }: JobStart): Promise<JobRun> {
  const workspace = path.join(scratch, 'work', title.replaceAll(' ', '-'))
  const artifacts = path.join(scratch, 'artifacts')
  const summary = path.join(scratch, `${title}.md`)
  mkdirSync(artifacts, { recursive: true })
  const value = (text: string) => text.replaceAll('${{ matrix.shard }}', String(shard))
  let passed = true
  let output = ''
  for (const step of job.steps) {
    if (!passed && step.if !== '!cancelled()' && step.if !== 'always()') continue
    if (step.uses?.startsWith('actions/checkout@')) execFileSync('git', ['clone', '-q', repository, workspace])
    if (step.uses?.startsWith('actions/upload-artifact@')) {
      const from = path.join(workspace, step.with!['path']!)
      if (existsSync(from)) cpSync(from, path.join(artifacts, value(step.with!['name']!)), { recursive: true })
    }
    if (step.uses?.startsWith('actions/download-artifact@')) {
      const start = step.with!['pattern']!.replace('*', '')
      for (const found of readdirSync(artifacts).filter((one) => one.startsWith(start)))
        cpSync(path.join(artifacts, found), path.join(workspace, step.with!['path']!, found), { recursive: true })
    }
    if (step.run === undefined) continue
    const own = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, value(text)]))
    const result = await bash(step.run, workspace, {
      ...env,
      ...own,
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: summary,
    })
    output += result.output
    if (result.exitCode !== 0) passed = false
  }
  return { name: title, passed, output, summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '' }
}

/** The shell of GitHub's runner for `run:` on Linux. */
function bash(script: string, cwd: string, env: Readonly<Record<string, string>>): Promise<{ exitCode: number; output: string }> {
  const { VITEST: _vitest, VITEST_POOL_ID: _pool, VITEST_WORKER_ID: _worker, NODE_ENV: _node, TEST: _test, ...outer } = process.env
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['--noprofile', '--norc', '-e', '-c', script],
      { cwd, env: { ...outer, ...env, NO_COLOR: '1' } },
      (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    )
  })
}
