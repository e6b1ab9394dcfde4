import { posix } from 'node:path'
import { nearestName } from '../diagnostics/nearest-name.ts'
import { problems } from '../diagnostics/problems.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import { projectPath } from './check-file.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'

/**
 * Looks for the module of an application below the folder it is imported from. One that is not there may be installed, so only a name like
 * that of a file is worth a warning; inside a package of the folder it must be there.
 */
export function checkPythonModule(service: Cursor, tools: CheckTools): void {
  const app = service.get('app')
  const cwd = service.get('cwd')?.text ?? '.'
  if (app?.text === undefined || hasTemplate(app.text) || hasTemplate(cwd)) return
  const [module = ''] = app.text.split(':')
  const base = projectPath(service.file, cwd)
  if (tools.disk.look(base).kind !== 'folder') return
  let folder = base
  for (const [index, part] of module.split('.').entries()) {
    const file = tools.disk.look(posix.join(folder, `${part}.py`))
    if (file.kind === 'file') return
    const inner = posix.join(folder, part)
    if (tools.disk.look(inner).kind === 'folder') {
      folder = inner
      continue
    }
    const isCertain = index > 0 && tools.disk.look(posix.join(folder, '__init__.py')).kind === 'file'
    const known = file.kind === 'missing' ? file.siblings.flatMap((name) => (name.endsWith('.py') ? [name.slice(0, -3)] : [])) : []
    const nearest = nearestName(part, known)
    if (!isCertain && (index > 0 || nearest === undefined)) return
    tools.report(problems.missingModule(part, { folder, nearest, severity: isCertain ? 'error' : 'warning' }), {
      cursor: app,
      span: { start: 0, end: module.length },
    })
    return
  }
}
