import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** TypeScript writes a declaration for every file that it has read; users need those that the entry's lead to. */
export function pruneDeclarations(folder, entry) {
  const needed = new Set()
  follow(path.join(folder, entry), needed)
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const name = path.join(file.parentPath, file.name)
    if (file.isFile() && !needed.has(name)) rmSync(name)
  }
  removeEmptyFolders(folder)
}

function follow(file, found) {
  if (found.has(file)) return
  if (!existsSync(file)) throw new Error(`${file} is imported, and there is no such declaration`)
  found.add(file)
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport\(?)\s*['"](\.[^'"]+)['"]/g))
    follow(path.resolve(path.dirname(file), specifier.replace(/\.[jt]s$/, '.d.ts')), found)
}

function removeEmptyFolders(folder) {
  for (const child of readdirSync(folder, { withFileTypes: true }))
    if (child.isDirectory()) removeEmptyFolders(path.join(folder, child.name))
  if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true })
}
