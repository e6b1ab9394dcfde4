import { runInNewContext } from 'node:vm'
import { parse } from 'yaml'
import { shells } from '../ci-job.ts'
import type { CiJob, CiStep, Env } from '../ci-job.ts'

interface Job {
  readonly job: string
  readonly dependsOn?: string
  readonly condition?: string
  readonly strategy?: { readonly parallel: number }
  readonly steps: readonly RawStep[]
}

interface RawStep {
  readonly script?: string
  readonly workingDirectory?: string
  readonly env?: Env
  readonly condition?: string
  readonly publish?: string
  readonly artifact?: string
  readonly download?: string
  readonly patterns?: string
}

/** The jobs of a pull request; `variables` are those from the settings of the pipeline. */
export function readAzure(file: string, variables: Env): CiJob[] {
  const { jobs, parameters = [] } = parse(file) as {
    jobs: readonly Job[]
    parameters?: readonly { readonly name: string; readonly default: string }[]
  }
  const chosen = (text: string) =>
    parameters.reduce((before, { name, default: value }) => before.replaceAll(`\${{ parameters.${name} }}`, value), text)
  return jobs.flatMap(({ job, dependsOn, condition = 'succeeded()', strategy, steps }): CiJob[] => {
    if (!holds(chosen(condition), true)) return []
    const count = strategy?.parallel ?? 1
    return Array.from({ length: count }, (_, at) => {
      const own = {
        ...variables,
        'System.JobPositionInPhase': String(at + 1),
        'System.TotalJobsInPhase': String(count),
        'System.JobAttempt': '1',
      }
      return {
        name: count === 1 ? job : `${job} ${at + 1}`,
        needs: dependsOn === undefined ? [] : [dependsOn],
        evenAfterFailure: holds(chosen(condition), false),
        env: { TF_BUILD: 'True', PIPELINE_WORKSPACE: '../workspace', ...inCapitals(own) },
        steps: steps.flatMap((step) => stepsOf(step, own)),
      }
    })
  })
}

function stepsOf(
  { script, workingDirectory, env = {}, condition = 'succeeded()', publish, artifact, download, patterns }: RawStep,
  variables: Env,
): CiStep[] {
  const expand = (text: string) => Object.entries(variables).reduce((before, [name, value]) => before.replaceAll(`$(${name})`, value), text)
  const always = holds(condition, false)
  if (script !== undefined) {
    const own = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, expand(String(value))]))
    return [
      {
        run: expand(script).replaceAll("${{ '${{' }}", '${{'),
        shell: shells.bash,
        env: own,
        always,
        ...(workingDirectory !== undefined && { folder: workingDirectory }),
      },
    ]
  }
  if (publish !== undefined) return [{ keep: { name: expand(artifact!), path: publish, flat: true }, always }]
  if (download !== undefined) return [{ fetch: { names: patterns!.replace(/\*.*$/, ''), into: '../workspace', apart: true } }]
  return []
}

/** Variables become environment variables in capitals, with underscores for dots. */
function inCapitals(variables: Env): Env {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name.replaceAll('.', '_').toUpperCase(), value]))
}

function holds(condition: string, succeeded: boolean): boolean {
  const names = {
    variables: { 'Build.Reason': 'PullRequest' },
    succeeded: () => succeeded,
    succeededOrFailed: () => true,
    always: () => true,
    eq: (a: string, b: string) => a === b,
    and: (...all: boolean[]) => all.every(Boolean),
  }
  return Boolean(runInNewContext(condition, names))
}
