import { basename, posix, relative, resolve, sep } from 'node:path'
import type { Cursor } from '../checks/cursor.ts'
import { durationMs } from '../checks/measure.ts'
import { projectPath } from '../checks/check-file.ts'
import type { Ci } from '../../spec/types.gen.ts'
import type { Named, PlannedCi, PlannedCiJob, PlannedEnv, PlannedTriggers } from '../plan/plan.ts'

export interface PipelineFacts {
  readonly name: string
  /** Absolute path of the project's folder. */
  readonly root: string
  /** From the output folder to the project's folder, with a slash at its end. */
  readonly folder: string
  /** From the project's folder to the output folder. */
  readonly output: string
  /** Where the kind writes its file unless the spec says otherwise. */
  readonly path: string
  /** Some service runs in containers. */
  readonly needsDocker: boolean
  readonly env: readonly PlannedEnv[]
  readonly coverage: PlannedCi['coverage']
  readonly has: { readonly tests: boolean; readonly leaks: boolean; readonly loads: boolean }
}

/** Keys that every provider has; the others are its own. */
const shared = new Set([
  'on',
  'timeout',
  'docker',
  'variables',
  'folder',
  'install',
  'before',
  'after',
  'jobs',
  'output',
  'extra',
  'description',
])

/** One pipeline with the defaults applied that hold for every provider. */
export function planPipeline(ci: Cursor, facts: PipelineFacts): PlannedCi {
  const output = ci.get('output')?.text
  const declared = output === undefined ? undefined : projectPath(ci.file, output)
  const variables = textsOf(ci.get('variables'))
  const path = declared === undefined ? facts.path : posix.normalize(facts.folder + declared)
  return {
    provider: ci.name as keyof Ci,
    path,
    pathFromProject: declared ?? posix.join(facts.output, facts.path),
    declared: declared !== undefined,
    name: facts.name,
    spec: ci.file,
    folder: folderOf(ci.get('folder')?.text, { root: facts.root, output: declared }),
    triggers: planTriggers(ci, facts.root, declared),
    docker: planDocker(ci.get('docker')?.text, facts.needsDocker),
    variables,
    expected: facts.env.filter((one) => isExpected(one) && !variables.some(({ name }) => name === one.name)),
    coverage: facts.coverage,
    install: listOf(ci.get('install')) ?? ['npm ci'],
    before: listOf(ci.get('before')) ?? [],
    after: listOf(ci.get('after')) ?? [],
    jobs: planJobs(ci, facts),
    own: Object.fromEntries(ci.entries().flatMap(({ name, value }) => (shared.has(name) ? [] : [[name, value]]))),
    extra: (ci.get('extra')?.value ?? {}) as Readonly<Record<string, unknown>>,
  }
}

/** A variable that no run can do without, or that nobody may write down. */
function isExpected({ required, secret, default: fallback }: PlannedEnv): boolean {
  return fallback === undefined && (required || secret)
}

/** As written; else an `output` that leads out of the project's folder says how deep in the repository that lies. */
function folderOf(written: string | undefined, { root, output }: { root: string; output: string | undefined }): string {
  if (written !== undefined) return posix.normalize(written).replace(/^\.$|\/$/g, '')
  const [ups = ''] = /^(?:\.\.\/)+/.exec(output ?? '') ?? []
  return ups === '' ? '' : relative(resolve(root, ups), root).split(sep).join('/')
}

function planTriggers(ci: Cursor, root: string, output: string | undefined): PlannedTriggers {
  const on = ci.get('on')
  const folder = folderOf(ci.get('folder')?.text, { root, output })
  return {
    mergeRequest: (on?.get('mergeRequest') ?? on?.get('pullRequest'))?.value !== false,
    push: listOf(on?.get('push')),
    tag: listOf(on?.get('tag')) ?? [],
    changes: (listOf(on?.get('changes')) ?? []).map((pattern) => patternFromRoot(pattern, folder)),
    schedule: on?.get('schedule')?.text,
  }
}

/** Patterns start at the project's folder; `!` in front excludes. */
function patternFromRoot(pattern: string, folder: string): string {
  const [, not = '', path = ''] = /^(!?)(.*)$/s.exec(pattern) ?? []
  return not + posix.join(folder, path)
}

function planDocker(written: string | undefined, needed: boolean): PlannedCi['docker'] {
  if (written === 'dind' || written === 'dind-tls' || written === 'none') return written
  return needed ? 'dind' : 'none'
}

function planJobs(ci: Cursor, { has }: PipelineFacts): PlannedCiJob[] {
  const kinds = ['check', 'tests', 'leaks', 'loads'] as const
  return kinds.flatMap((kind) => {
    const job = ci.get('jobs')?.get(kind)
    const usual = kind === 'check' || kind === 'tests' ? 'always' : 'manual'
    const when = (job?.get('when')?.text ?? usual) as PlannedCiJob['when'] | 'never'
    if (when === 'never' || (kind !== 'check' && !has[kind])) return []
    const timeoutMs = durationMs(job?.get('timeout')?.text ?? ci.get('timeout')?.text ?? '30m') ?? 0
    return [{ kind, when, timeoutMinutes: Math.max(1, Math.ceil(timeoutMs / 60_000)), shards: Number(job?.get('shards')?.value ?? 1) }]
  })
}

function textsOf(map: Cursor | undefined): Named<string>[] {
  return (map?.entries() ?? []).map(({ name, value }) => ({ name, value: String(value) }))
}

function listOf(list: Cursor | undefined): string[] | undefined {
  return list?.items().map(({ value }) => String(value))
}

/** How the file is called where only its name counts. */
export function fileName({ path }: Pick<PlannedCi, 'path'>): string {
  return basename(path)
}
