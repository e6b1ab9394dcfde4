import { mkdirSync, readdirSync, renameSync, rmSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { reportFolderError } from './report-folder-error.ts'

/**
 * Where one run keeps what its workers and services write, inside the report folder so that logs can be moved rather than copied.
 * Runs side by side have one each; what a crashed run left is removed by the next one.
 */
export function openRunFolder(
  reportFolder: string,
  {
    replaceLogs = true,
  }: { /** The logs of this run take the place of those that lie in the report. */ readonly replaceLogs?: boolean } = {},
): { readonly path: string; close(): void } {
  const path = join(reportFolder, `.run-${process.pid}`)
  try {
    makeFolder(reportFolder)
    removeCrashed(reportFolder)
    rmSync(path, { recursive: true, force: true })
    mkdirSync(path)
  } catch (error) {
    throw reportFolderError(reportFolder, error)
  }
  let open = true
  return {
    path,
    close: () => {
      if (!open) return
      open = false
      const logs = join(path, 'logs')
      if (replaceLogs) {
        rmSync(join(reportFolder, 'logs'), { recursive: true, force: true })
        if (existsSync(logs)) renameSync(logs, join(reportFolder, 'logs'))
      }
      rmSync(path, { recursive: true, force: true })
    },
  }
}

function removeCrashed(reportFolder: string): void {
  for (const name of readdirSync(reportFolder)) {
    const owner = /^\.run-(\d+)$/.exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(reportFolder, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // safe: kill throws system errors only
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
