import { mkdtempSync, rmSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A temporary project folder with these files; `{ link: 'target' }` makes a symlink. Gone when its scope ends. */
export async function specFolder(
  files: Record<string, string | Uint8Array | { link: string }>,
): Promise<AsyncDisposable & { path: string }> {
  const path = mkdtempSync(join(tmpdir(), 'apitest-spec-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    if (typeof content === 'object' && 'link' in content) await symlink(content.link, join(path, name))
    else await writeFile(join(path, name), content)
  }
  return { path, [Symbol.asyncDispose]: async () => rmSync(path, { recursive: true, force: true }) }
}
