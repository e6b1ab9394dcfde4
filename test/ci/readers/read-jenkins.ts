import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { shells } from '../ci-job.ts'
import type { CiJob, CiStep, Env } from '../ci-job.ts'

/** What starts a build. */
export interface JenkinsBuild {
  readonly branch: string | null
  readonly tag: string | null
  /** A pull request. */
  readonly change: boolean
  readonly cause: string
  readonly changed: readonly string[]
  readonly parameters: Readonly<Record<string, string | null>>
}

export const pullRequest: JenkinsBuild = {
  branch: 'PR-1',
  tag: null,
  change: true,
  cause: 'BranchEventCause',
  changed: ['apitest.yaml'],
  parameters: { JOB: null },
}

export interface JenkinsPipeline {
  /** Why Groovy or the blocks of the pipeline refused it. */
  readonly problem?: string
  readonly environment: Env
  readonly parameters: Readonly<Record<string, readonly string[]>>
  readonly crons: readonly string[]
  readonly stages: readonly JenkinsStage[]
}

interface JenkinsStage {
  readonly name: string
  readonly runs: boolean
  readonly minutes: number
  readonly steps: readonly JenkinsStep[]
  readonly always: readonly JenkinsStep[]
}

interface JenkinsStep {
  readonly run?: string
  readonly junit?: string
  readonly keep?: string
  readonly folder: string
}

/** Files as Groovy reads them, each for itself and its build; one start of Groovy for all. */
export function readJenkinsfiles(files: readonly string[], builds: readonly Partial<JenkinsBuild>[] = []): JenkinsPipeline[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-jenkins-'))
  try {
    const put = (name: string, text: string) => {
      writeFileSync(path.join(folder, name), text)
      return path.join(folder, name)
    }
    const words = [
      put('build.json', JSON.stringify(files.map((_file, at) => ({ ...pullRequest, ...builds[at] })))),
      ...files.map((text, at) => put(`Jenkinsfile-${at}`, text)),
    ]
    const output = execFileSync('groovy', [path.resolve(import.meta.dirname, '../jenkins-dsl.groovy'), ...words], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    })
    return JSON.parse(output) as JenkinsPipeline[]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Stages of one agent, which share a workspace; the first that fails ends the build. */
export function jenkinsJobs({ environment, stages }: JenkinsPipeline, outer: Env): CiJob[] {
  const running = stages.filter(({ runs }) => runs)
  return running.map(({ name, steps, always }, at) => ({
    name,
    needs: running.slice(0, at).map((before) => before.name),
    workspace: 'workspace',
    env: { JENKINS_URL: 'https://jenkins.example.com/', ...environment, ...outer },
    steps: [...steps.map((step) => stepOf(step, name)), ...always.map((step) => ({ ...stepOf(step, name), always: true }))],
  }))
}

function stepOf({ run, junit, keep, folder }: JenkinsStep, stage: string): CiStep {
  if (run !== undefined) return { run, shell: shells.posix, folder }
  return { keep: { name: junit === undefined ? stage : `junit-${stage}`, path: `${folder}${junit ?? keep ?? ''}` } }
}
