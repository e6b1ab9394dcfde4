import type { Cursor } from '../checks/cursor.ts'
import { problems } from '../diagnostics/problems.ts'
import type { PipelineSubject } from './check-pipeline.ts'

type Subject = Pick<PipelineSubject, 'kind' | 'tools' | 'has'>

/** Triggers and jobs that cannot be meant together. */
export function checkTriggers(ci: Cursor, { kind, tools, has }: Subject): void {
  const on = ci.get('on')
  const jobs = ci.get('jobs')
  const request = on?.get('mergeRequest') ?? on?.get('pullRequest')
  const noChanges = request?.value === false && on?.get('push')?.items().length === 0
  const noEvent = noChanges && (on?.get('tag')?.items().length ?? 0) === 0
  const whenOf = (name: string, usual: string) => jobs?.get(name)?.get('when')?.text ?? usual
  const whens = [
    whenOf('check', 'always'),
    ...(has.tests ? [whenOf('tests', 'always')] : []),
    ...(has.leaks ? [whenOf('leaks', 'manual')] : []),
    ...(has.loads ? [whenOf('loads', 'manual')] : []),
  ]
  if (whens.every((when) => when === 'never') && jobs !== undefined) {
    tools.report(problems.contradictoryTriggers('Every job is left out', 'Remove the pipeline, or let a job run'), {
      cursor: jobs,
      at: 'key',
    })
    return
  }
  if (on !== undefined && noEvent && !on.has('schedule') && whens.every((when) => when === 'always' || when === 'never')) {
    tools.report(
      problems.contradictoryTriggers(
        'Nothing starts the pipeline',
        `Let pushes to a branch do it, such as \`push: [main]\`, or ${requestKey(ci)}, or a schedule`,
      ),
      { cursor: on, at: 'key' },
    )
  }
  const changes = on?.get('changes')
  if (changes !== undefined && noChanges) {
    tools.report(
      problems.contradictoryTriggers(
        '`changes` is never looked at: neither a push to a branch nor a request to merge starts the pipeline',
        `Remove it, or add ${requestKey(ci)} or branches under \`push\``,
      ),
      { cursor: changes, at: 'key' },
    )
  }
  for (const job of jobs?.entries() ?? []) {
    const when = job.get('when')
    if (when?.text !== 'schedule' || !kind.scheduleInFile || on?.has('schedule') === true) continue
    tools.report(
      problems.contradictoryTriggers(
        `\`${job.name}\` waits for a schedule, and there is none`,
        'Add one: `on: { schedule: "0 3 * * *" }` is every day at 3:00 UTC',
      ),
      { cursor: when },
    )
  }
}

function requestKey(ci: Cursor): string {
  return ci.name === 'gitlab' ? '`mergeRequest: true`' : '`pullRequest: true`'
}
