import { posix } from 'node:path'
import { nearestName } from '../diagnostics/nearest-name.ts'
import { problems } from '../diagnostics/problems.ts'
import { projectPath } from './check-file.ts'
import type { CheckTools } from './check-tools.ts'
import { isPackage } from './module-name.ts'
import type { Spot } from './reporter.ts'

export interface ModuleNeed {
  /** The YAML file that its path starts at; empty: the project's folder. */
  readonly file: string
  readonly path: string
  /** The export. */
  readonly name: string
}

/** Checks that a module of the project is there and exports a name. Packages are left to the run. */
export function checkModule({ file, path, name }: ModuleNeed, spots: { module: Spot; export: Spot }, tools: CheckTools): void {
  if (isPackage(path)) return
  const entry = tools.disk.look(projectPath(file, path))
  if (entry.outside) tools.report(problems.pathOutside(path), spots.module)
  else if (entry.kind === 'folder') tools.report(problems.folderInsteadOfFile(path), spots.module)
  else if (entry.kind === 'missing') {
    const nearest = nearestName(posix.basename(path), entry.siblings)
    const folder = posix.dirname(path) === '.' ? '' : `${posix.dirname(path)}/`
    tools.report(
      problems.missingFile(path, { nearest: nearest && `${folder}${nearest}`, from: file === '' ? 'apitest.yaml' : file }),
      spots.module,
    )
  } else if (!seemsToExport(entry.text(), name)) {
    tools.later(async () => {
      const { exports, hasDefault, open, mistakes } = await tools.readModule(entry.path)
      // A module that cannot be read says so when it is loaded, with more than we know.
      if (open || mistakes.length > 0 || (name === 'default' ? hasDefault : exports.has(name))) return
      tools.report(problems.unknownExport(name, { file: path, known: [...exports.keys()] }), spots.export)
    })
  }
}

/** Spares a parser where the text says it plainly. */
function seemsToExport(text: string, name: string): boolean {
  if (name === 'default') return /^export\s+default\b/m.test(text)
  return new RegExp(
    String.raw`^export\s+(?:declare\s+)?(?:async\s+)?(?:const|let|var|class|function\*?)\s+${name.replaceAll('$', String.raw`\$`)}(?![\w$])`,
    'm',
  ).test(text)
}
