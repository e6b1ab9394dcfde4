import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Whether the package of the project says, by leaving out `"type": "module"`, that its files are CommonJS. It is no input of the generated
 * project: a new version number in package.json must not make the generated files look old.
 */
export function isCommonJs(root: string): boolean {
  try {
    const content: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return typeof content === 'object' && content !== null && !('type' in content && content.type === 'module')
  } catch {
    return false
  }
}
