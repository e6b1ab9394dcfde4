import { posix } from 'node:path'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { nearestName } from '../diagnostics/nearest-name.ts'
import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'

/** Looks for the Dockerfile of a `build` map; a context that is missing has its own diagnostic, and one elsewhere cannot be seen. */
export function checkDockerfile(build: Cursor, { folder, tools }: { folder: string; tools: CheckTools }): void {
  const context = build.get('context')?.text
  const dockerfile = build.get('dockerfile')
  if (context === undefined || hasTemplate(context) || /^[\w+.-]+:\/\/|^git@|\.git(#|$)/.test(context)) return
  const name = dockerfile?.text ?? 'Dockerfile'
  if (hasTemplate(name) || build.has('dockerfile_inline')) return
  const base = posix.isAbsolute(context) ? context : posix.join(folder, context)
  if (tools.disk.look(base).kind !== 'folder') return
  const entry = tools.disk.look(posix.isAbsolute(name) ? name : posix.join(base, name))
  if (entry.kind !== 'missing') return
  const nearest = nearestName(posix.basename(name), entry.siblings)
  tools.report(problems.missingFile(posix.join(context, name), { nearest: nearest && posix.join(context, nearest), from: build.file }), {
    cursor: dockerfile ?? build,
  })
}
