import path from 'node:path'
import { npmCache } from './pipeline-project.ts'
import type { PipelineProject } from './pipeline-project.ts'
import { gitlabCiLocal } from './validators.ts'
import type { LocalRun } from './validators.ts'

/** Jobs, or all that start by themselves, as the shell executor of GitLab runs them: in checkouts of their own, with only what was committed. */
export function runGitlab(project: PipelineProject, jobs: readonly string[] = []): Promise<LocalRun> {
  const { folder, env } = npmCache()
  const variables = ['GITLAB_CI=true', `npm_config_cache=${folder}`].flatMap((variable) => ['--variable', variable])
  return gitlabCiLocal(project.folder, [...jobs, '--force-shell-executor', '--shell-isolation', ...variables], env)
}

/** The text of a file that a job kept; `end` may begin with the job's name, where several keep one. */
export function gitlabArtefact(project: PipelineProject, end: string): string {
  const files = project.files('.gitlab-ci-local/artifacts')
  const found = files.find((file) => file.endsWith(end))
  if (found === undefined) throw new Error(`${end} is not among ${files.join(', ')}`)
  return project.read(path.join('.gitlab-ci-local/artifacts', found))
}
