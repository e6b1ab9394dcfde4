import { parse } from 'yaml'
import { shells } from '../ci-job.ts'
import type { CiJob, Env } from '../ci-job.ts'

interface Condition {
  readonly event?: string | readonly string[]
  readonly status?: readonly string[]
}

interface Step {
  readonly name: string
  readonly commands: readonly string[]
  readonly environment?: Readonly<Record<string, string | { readonly from_secret: string }>>
  readonly when?: readonly Condition[]
}

/** The steps of a pull request, which share a workspace; `secrets` are those of the repository. */
export function readWoodpecker(file: string, secrets: Env): CiJob[] {
  // values are put in before the YAML is read
  const { steps } = parse(file.replaceAll('${CI_REPO_DEFAULT_BRANCH}', 'main').replaceAll('$${', '${')) as { steps: readonly Step[] }
  const jobs: CiJob[] = []
  for (const { name, commands, environment = {}, when } of steps) {
    const fitting = (when ?? [{}]).filter(({ event = 'pull_request' }) => [event].flat().includes('pull_request'))
    if (fitting.length === 0) continue
    const env = Object.entries(environment).map(([key, value]) => [
      key,
      typeof value === 'object' ? secrets[value.from_secret]! : String(value),
    ])
    jobs.push({
      name,
      needs: jobs.map((before) => before.name),
      evenAfterFailure: fitting.some(({ status = [] }) => status.includes('failure')),
      workspace: 'workspace',
      env: { CI: 'woodpecker', ...Object.fromEntries(env) } as Env,
      steps: [{ run: commands.join('\n'), shell: shells.posix }],
    })
  }
  return jobs
}
