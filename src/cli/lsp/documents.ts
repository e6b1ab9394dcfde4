import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The files that the editor has open, as they stand in it, saved or not. */
export class Documents {
  readonly #texts = new Map<string, string>()
  /** Editors spell an address in their own way (`file:///c%3A/…`), and want it back as they spelt it. */
  readonly #uris = new Map<string, string>()

  set(uri: string, text: string): string | undefined {
    const path = pathOf(uri)
    if (path === undefined) return undefined
    this.#texts.set(path, text)
    this.#uris.set(path, uri)
    return path
  }

  close(uri: string): string | undefined {
    const path = pathOf(uri)
    if (path !== undefined) this.#texts.delete(path)
    return path
  }

  /** By absolute path. */
  get texts(): ReadonlyMap<string, string> {
    return this.#texts
  }

  uriOf(path: string): string {
    return this.#uris.get(path) ?? pathToFileURL(path).href
  }
}

/** Links are followed, as the compiler does. Undefined for what is no file on this machine, such as a text that has no name yet. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined
  const path = fileURLToPath(uri)
  try {
    return realpathSync(path)
  } catch {
    // not saved yet: then at least its folder is there
    return existsSync(dirname(path)) ? join(realpathSync(dirname(path)), basename(path)) : path
  }
}
