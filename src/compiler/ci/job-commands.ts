import type { PlannedCi, PlannedCiJob } from '../plan/plan.ts'
import { fromRoot } from './ci-commands.ts'
import { shellWord } from './shell-word.ts'

/** What a job is for, as the comment above it. */
export function explainJob(ci: Pick<PlannedCi, 'jobs'>, kind: PlannedCiJob['kind'] | 'report'): string {
  if (kind === 'tests' && ci.jobs.some(({ shards }) => shards > 1)) return 'The tests, divided among jobs side by side.'
  return {
    check: 'The spec is valid, and the committed files are those that it compiles to.',
    tests: 'The tests. Locally the same command.',
    report: 'One report of all shards; fails when one of them failed or is missing.',
    leaks: 'Leak windows.',
    loads: 'Load profiles.',
  }[kind]
}

/** Where the jobs work, for shells that start at the root of the repository. */
export function enterFolder({ folder }: Pick<PlannedCi, 'folder'>): string[] {
  return folder === '' ? [] : [`cd ${shellWord(`./${folder}`)}`]
}

export function usesNpm({ install }: Pick<PlannedCi, 'install'>): boolean {
  return install.some((command) => /\bnpm (?:ci|install)\b/.test(command))
}

/** The lock file as the key of a cache; undefined where there is none to go by, or its path could mean more than itself in a key. */
export function npmLock(ci: PlannedCi): string | undefined {
  const path = fromRoot(ci, 'package-lock.json')
  return ci.install.includes('npm ci') && /^[\w./ -]+$/.test(path) ? path : undefined
}

/** Several commands as one text, one a line. */
export function script(commands: readonly string[]): string {
  return commands.length === 1 ? commands[0]! : `${commands.join('\n')}\n`
}

/** The usual names of a default branch, where a system cannot say "the default branch" in its file. */
export const usualBranches = ['main', 'master'] as const
