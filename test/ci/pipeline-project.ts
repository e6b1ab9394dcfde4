import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dependOnPackage } from '../support/packed-project.ts'
import { commitAll } from './validators.ts'

const root = path.resolve(import.meta.dirname, '../..')

export interface PipelineProject {
  readonly folder: string
  read(file: string): string
  edit(file: string, change: (text: string) => string): void
  /** Compiles with the package of this repository, and commits everything. */
  commit(): void
  commitAsItIs(): void
  /** Files below a folder, relative to it. */
  files(below: string): string[]
  remove(): void
}

/** An example as a repository of its own, which installs the packed package. */
export function pipelineProject(
  example: string,
  { tarball, lines = [] }: { readonly tarball: string; readonly lines?: readonly string[] },
): PipelineProject {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-pipeline-'))
  cpSync(path.join(root, 'specs', example), folder, { recursive: true })
  // written again by `commit`, which owns no files of another checkout
  for (const written of ['.gitlab', '.github']) rmSync(path.join(folder, written), { recursive: true, force: true })
  dependOnPackage(folder, tarball)
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8')
  writeFileSync(
    path.join(folder, '.gitignore'),
    ['node_modules/', 'apitest-report/', '.gitlab-ci-local/', '.home/', ...lines, ''].join('\n'),
  )
  writeFileSync(path.join(folder, '.gitlab-ci.yml'), 'include:\n  - local: .gitlab/apitest.gitlab-ci.yml\n')
  return {
    folder,
    read,
    edit: (file, change) => {
      const text = read(file)
      if (change(text) === text) throw new Error(`the edit changes nothing in ${file}`)
      writeFileSync(path.join(folder, file), change(text))
    },
    commit: () => {
      execFileSync(process.execPath, [path.join(root, 'bin/apitest.js'), 'compile'], { cwd: folder, stdio: 'ignore' })
      commitAgain(folder)
    },
    commitAsItIs: () => commitAgain(folder),
    files: (below) =>
      readdirSync(path.join(folder, below), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(path.join(folder, below), path.join(entry.parentPath, entry.name))),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function commitAgain(folder: string): void {
  rmSync(path.join(folder, '.git'), { recursive: true, force: true })
  commitAll(folder)
}

/** What keeps npm from asking a registry for what this repository's own install has fetched. */
export function npmCache(): { readonly folder: string; readonly env: Readonly<Record<string, string>> } {
  const folder = execFileSync('npm', ['config', 'get', 'cache'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  return { folder, env: { npm_config_prefer_offline: 'true', npm_config_loglevel: 'error' } }
}
