import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { PlannedCi } from '../../src/compiler/plan/plan.ts'
import type { Ci } from '../../src/spec/types.gen.ts'
import { planSpec } from '../support/resolve-spec.ts'
import { specWith } from './ci-specs.ts'

/** Texts that would run a command, end a text, or begin a key, wherever they are put in without care. */
export const hostile = [
  '$(touch pwned)',
  '`touch pwned`',
  '; touch pwned #',
  "'; touch pwned; '",
  '"; touch pwned; "',
  '\n  script: [touch pwned]\n',
  '\n# end\njobs:\n  evil: { runs-on: self-hosted, steps: [{ run: touch pwned }] }\n',
  '${{ github.event.pull_request.title }}',
  '${{ secrets.TOKEN }}',
  "' || true || '",
  '" || $CI_COMMIT_BRANCH =~ /.*/ || "',
  '/ || true || /',
  ': - {[!&*',
  '--upload-pack=touch pwned',
  '\u2028script: [touch pwned]',
]

/** The same for what the smaller CI systems would read something into. */
export const hostileElsewhere = [
  '<< pipeline.git.branch >>',
  '$(Build.SourceBranchName)',
  '$(VALUE)',
  '${CI_COMMIT_MESSAGE}',
  '\\u0027; evil() //',
  "'''; evil(); '''",
  '\\',
  "\\'; evil()",
]

/** The plan of every job, with the text wherever the spec lets its author choose one. */
export async function poisoned(text: string, provider: keyof Ci): Promise<PlannedCi> {
  const jobs = '{ tests: { shards: 2 }, leaks: { when: always }, loads: { when: manual } }'
  const plan = await planSpec(specWith(`{ ${provider}: { jobs: ${jobs} } }`))
  const [ci] = plan.ci!
  const file = text.replaceAll('\0', '')
  return {
    ...ci!,
    name: text,
    spec: `${file}.yaml`,
    folder: file,
    pathFromProject: `${file}.yml`,
    variables: [{ name: 'VALUE', value: text }],
    expected: [{ name: 'WANTED', required: true, secret: true, default: undefined, description: text }],
    triggers: { mergeRequest: true, push: [text, `${text}*`], tag: [text], changes: [text], schedule: '0 3 * * *' },
  }
}

/** Runs the commands in a folder where `npx`, `npm` and `cd` do nothing, and says whether something else ran. */
export function ranMore(commands: readonly string[]): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-hostile-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const script = `npx() { :; }; npm() { :; }; cd() { :; }; apk() { :; }\n${commands.join('\n')}\n`
  try {
    execFileSync('bash', ['-c', script], {
      cwd: folder,
      stdio: 'ignore',
      env: { PATH: process.env.PATH, CI_NODE_INDEX: '1', CI_NODE_TOTAL: '2' },
    })
  } catch {
    // a command that fails is fine
  }
  return existsSync(path.join(folder, 'pwned'))
}
