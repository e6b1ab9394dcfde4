import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Folders that no pattern looks into unless it names them. */
const LEFT_OUT = new Set(['node_modules', 'apitest-report'])

/** True when the text is more than a plain path. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text)
}

/**
 * Files below `folder` whose path fits `pattern`, sorted, with forward slashes: `*` and `?` stand for any characters and one character
 * of a name, `**` for any number of folders. Hidden files and folders, and `node_modules`, count only where the pattern names them.
 */
export async function glob(folder: string, pattern: string): Promise<readonly string[]> {
  const parts = pattern.split('/').filter((part) => part !== '' && part !== '.')
  const found = new Set<string>()
  await walk({ folder, prefix: '', parts, found })
  return [...found].toSorted()
}

interface Walk {
  readonly folder: string
  /** What was walked already, relative to the first folder, with a slash behind it. */
  readonly prefix: string
  readonly parts: readonly string[]
  readonly found: Set<string>
}

async function walk({ folder, prefix, parts, found }: Walk): Promise<void> {
  const [part, ...rest] = parts
  if (part === undefined) return
  const into = (name: string, remaining: readonly string[]) =>
    walk({ folder: join(folder, name), prefix: `${prefix}${name}/`, parts: remaining, found })
  if (part === '..') return into(part, rest)
  const entries = await list(folder)
  if (part === '**') {
    await walk({ folder, prefix, parts: rest.length === 0 ? ['*'] : rest, found })
    for (const entry of entries) if (entry.isDirectory() && isCommon(entry.name)) await into(entry.name, parts)
    return
  }
  const fits = nameMatcher(part)
  for (const entry of entries) {
    if (!fits(entry.name)) continue
    if (rest.length > 0) await into(entry.name, rest)
    else if (!entry.isDirectory()) found.add(`${prefix}${entry.name}`)
  }
}

function nameMatcher(part: string): (name: string) => boolean {
  if (!isPattern(part)) return (name) => name === part
  const source = part
    .replaceAll(/[\\^$.|+()[\]{}]/g, String.raw`\$&`)
    .replaceAll(/\*+/g, '[^/]*')
    .replaceAll('?', '[^/]')
  const expression = new RegExp(`^${source}$`, 'u')
  return (name) => expression.test(name) && (part.startsWith('.') || isCommon(name))
}

function isCommon(name: string): boolean {
  return !name.startsWith('.') && !LEFT_OUT.has(name)
}

async function list(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch {
    return []
  }
}
