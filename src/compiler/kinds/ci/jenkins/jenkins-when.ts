import type { PlannedCi, PlannedCiJob, PlannedTriggers } from '../../../plan/plan.ts'
import { block } from './groovy-block.ts'
import type { GroovyLines } from './groovy-block.ts'
import { groovyText } from './groovy-words.ts'

/** When a stage runs; nothing: whenever Jenkins builds the job. */
export function whenOf(ci: PlannedCi, { kind, when }: PlannedCiJob): GroovyLines {
  if (when === 'schedule') return [block('when', ["triggeredBy 'TimerTrigger'"])]
  if (when === 'manual') return [block('when', [`equals expected: '${kind}', actual: params.JOB`])]
  const usual =
    manualKinds(ci).length > 0
      ? [
          'not { anyOf { ' +
            manualKinds(ci)
              .map((name) => `equals expected: '${name}', actual: params.JOB`)
              .join('; ') +
            ' } }',
        ]
      : []
  const started = startedBy(ci.triggers)
  return usual.length + started.length === 0
    ? []
    : [block('when', usual.length + started.length > 1 ? [block('allOf', [...usual, ...started])] : [...usual, ...started])]
}

/** Jobs that somebody chooses when starting a build. */
export function manualKinds({ jobs }: Pick<PlannedCi, 'jobs'>): string[] {
  return jobs.filter(({ when }) => when === 'manual').map(({ kind }) => kind)
}

/** What the spec says of triggers; a build that somebody or a timer starts always runs. */
function startedBy({ mergeRequest, push, tag, changes }: PlannedTriggers): GroovyLines {
  const include = changes.filter((pattern) => !pattern.startsWith('!'))
  const changed = include.map((pattern) => `changeset ${groovyText(pattern)}`)
  if (push === undefined && mergeRequest && tag.length === 0 && changed.length === 0) return []
  const branches = push ?? ['main', 'master']
  const refs = [...(mergeRequest ? ['changeRequest()'] : []), ...branches.map((name) => `branch ${groovyText(name)}`)]
  const compared = changed.length === 0 ? refs : [block('allOf', [block('anyOf', refs), block('anyOf', changed)])]
  return [
    block('anyOf', [
      "triggeredBy cause: 'UserIdCause'",
      "triggeredBy 'TimerTrigger'",
      ...(refs.length > 0 ? compared : []),
      ...tag.map((name) => `tag ${groovyText(name)}`),
    ]),
  ]
}
