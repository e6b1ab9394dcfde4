import { parse } from 'yaml'
import { shells } from '../ci-job.ts'
import type { CiJob, CiStep } from '../ci-job.ts'

interface Step {
  readonly name: string
  readonly script: readonly string[]
  readonly 'after-script'?: readonly string[]
  readonly artifacts?: { readonly upload: readonly { readonly name: string; readonly paths: readonly string[] }[] }
}

type Entry =
  | { readonly step: Step }
  | { readonly final: Step }
  | { readonly parallel: { readonly steps: readonly { readonly step: Step }[] } }

/** The steps of a pull request, each with what steps before it kept. */
export function readBitbucket(file: string): CiJob[] {
  const { pipelines } = parse(file) as { pipelines: { readonly 'pull-requests': Readonly<Record<string, readonly Entry[]>> } }
  const jobs: CiJob[] = []
  for (const entry of pipelines['pull-requests']['**']!) {
    const needs = jobs.map(({ name }) => name)
    const steps = 'parallel' in entry ? entry.parallel.steps.map(({ step }) => step) : ['final' in entry ? entry.final : entry.step]
    jobs.push(...steps.map((step) => jobOf(step, { needs, final: 'final' in entry })))
  }
  return jobs
}

function jobOf(step: Step, { needs, final }: { readonly needs: readonly string[]; readonly final: boolean }): CiJob {
  const kept = step.artifacts?.upload ?? []
  return {
    name: step.name,
    needs,
    evenAfterFailure: final,
    env: { CI: 'true', BITBUCKET_BUILD_NUMBER: '7' },
    steps: [
      ...(needs.length > 0 ? [{ fetch: { names: 'shared-', into: '.' } }] : []),
      // lines of one shell, so that a variable of one is there in the next
      shell(step.script),
      ...(step['after-script'] === undefined ? [] : [{ ...shell(step['after-script']), always: true }]),
      ...kept.flatMap(({ name, paths }) => paths.map((path): CiStep => ({ keep: { name: `shared-${name}`, path }, always: true }))),
    ],
  }
}

function shell(lines: readonly string[]): CiStep {
  return { run: lines.join('\n'), shell: shells.posix }
}
