import { posix } from 'node:path'
import { projectPath } from '../checks/check-file.ts'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import type { CiKind } from '../kinds/ci/ci-kind.ts'
import { checkTriggers } from './check-triggers.ts'
import { checkCiVariables } from './check-variables.ts'

export interface PipelineSubject {
  readonly kind: CiKind
  readonly tools: CheckTools
  /** Files below the project's folder that fit a pattern. */
  readonly findFiles: (pattern: string) => Promise<readonly string[]>
  readonly needsDocker: boolean
  /** How many tests there are to divide, rows and cases not counted. */
  readonly tests: number
  readonly has: { readonly tests: boolean; readonly leaks: boolean; readonly loads: boolean }
  /** Paths that something else is written to or read from, relative to the project's folder, and what that is. */
  readonly taken: Map<string, string>
}

/** What is wrong with a pipeline whatever the provider; what only one of them knows comes last. */
export function checkPipeline(ci: Cursor, subject: PipelineSubject): void {
  const { kind, tools } = subject
  checkOutput(ci, subject)
  checkJobs(ci, subject)
  checkTriggers(ci, subject)
  checkChanges(ci, subject)
  checkCiVariables(ci, subject)
  const docker = ci.get('docker')
  if (docker?.text?.startsWith('dind') === true && !subject.needsDocker) tools.report(problems.dockerNotNeeded(), { cursor: docker })
  kind.check(ci, tools)
}

function checkOutput(ci: Cursor, { kind, tools, taken }: PipelineSubject): void {
  const output = ci.get('output')
  if (output?.text === undefined) return
  const path = posix.normalize(projectPath(ci.file, output.text))
  const by = taken.get(path)
  if (by !== undefined) tools.report(problems.outputTaken(output.text, by), { cursor: output })
  else if (posix.isAbsolute(path)) tools.report(problems.pathOutside(output.text), { cursor: output })
  taken.set(path, `the pipeline for ${kind.title}`)
}

function checkJobs(ci: Cursor, { tools, has, tests }: PipelineSubject): void {
  const jobs = ci.get('jobs')
  for (const job of jobs?.entries() ?? []) {
    if (job.name === 'check' || has[job.name as keyof typeof has] || job.get('when')?.text === 'never') continue
    tools.report(problems.emptyJob(job.name), { cursor: job, at: 'key' })
  }
  const shards = jobs?.get('tests')?.get('shards')
  if (shards !== undefined && has.tests && Number(shards.value) > Math.max(1, tests))
    tools.report(problems.tooManyShards(Number(shards.value), tests), { cursor: shards })
}

/** A pattern that fits nothing is most likely misspelt, and would keep the pipeline from ever running. */
function checkChanges(ci: Cursor, { tools, findFiles }: PipelineSubject): void {
  for (const pattern of ci.get('on')?.get('changes')?.items() ?? []) {
    const text = pattern.text ?? ''
    const path = text.replace(/^!/, '')
    tools.later(async () => {
      if ((await findFiles(path)).length === 0) tools.report(problems.noFileMatches(text), { cursor: pattern })
    })
  }
}
