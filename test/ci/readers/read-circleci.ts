import { parse } from 'yaml'
import { shells } from '../ci-job.ts'
import type { CiJob, CiStep, Env } from '../ci-job.ts'

interface Job {
  readonly parallelism?: number
  readonly environment?: Env
  readonly steps: readonly (string | RawStep)[]
}

interface RawStep {
  readonly run?: { readonly command: string; readonly when?: string }
  readonly store_artifacts?: { readonly path: string }
  readonly persist_to_workspace?: { readonly root: string; readonly paths: readonly string[] }
  readonly attach_workspace?: { readonly at: string }
}

interface Wanted {
  readonly type?: string
  readonly requires?: readonly (string | Readonly<Record<string, readonly string[]>>)[]
}

type Entry = string | Readonly<Record<string, Wanted>>

/** The jobs of a push, as far as they need no approval. */
export function readCircleci(file: string): CiJob[] {
  const { jobs, commands, workflows } = parse(file) as {
    jobs: Readonly<Record<string, Job>>
    commands: Readonly<Record<string, { readonly steps: Job['steps'] }>>
    workflows: Readonly<Record<string, { readonly jobs: readonly Entry[] }>>
  }
  const entries = workflows['apitest']!.jobs.map((entry): [string, Wanted] =>
    typeof entry === 'string' ? [entry, {}] : Object.entries(entry)[0]!,
  )
  return entries.flatMap(([name, { type, requires = [] }]): CiJob[] => {
    if (type === 'approval') return []
    const job = jobs[name]!
    const steps = job.steps.flatMap((step) => (typeof step === 'string' ? (commands[step]?.steps ?? [step]) : [step]))
    const needs = requires.map((need) => (typeof need === 'string' ? need : Object.keys(need)[0]!))
    const evenAfterFailure = requires.some((need) => typeof need !== 'string' && Object.values(need)[0]!.includes('failed'))
    const count = job.parallelism ?? 1
    return Array.from({ length: count }, (_, at) => ({
      name: count === 1 ? name : `${name} ${at}`,
      needs,
      evenAfterFailure,
      env: { CIRCLECI: 'true', CI: 'true', CIRCLE_NODE_INDEX: String(at), CIRCLE_NODE_TOTAL: String(count), ...job.environment },
      steps: steps.flatMap((step) => (typeof step === 'string' ? [] : stepsOf(step, name))),
    }))
  })
}

function stepsOf(
  { run, store_artifacts: artifacts, persist_to_workspace: persist, attach_workspace: attach }: RawStep,
  job: string,
): CiStep[] {
  return [
    ...(run === undefined
      ? []
      : [{ run: run.command.replaceAll(String.raw`\<<`, '<<'), shell: shells.bashToFirstFailure, always: run.when === 'always' }]),
    ...(artifacts === undefined ? [] : [{ keep: { name: `artifacts-${job}`, path: artifacts.path }, always: true }]),
    ...(persist?.paths ?? []).map((path) => ({ keep: { name: 'workspace', path }, always: true })),
    ...(attach === undefined ? [] : [{ fetch: { names: 'workspace', into: attach.at } }]),
  ]
}
