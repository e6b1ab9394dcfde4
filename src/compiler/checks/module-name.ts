/** `src/app.ts#app` in its parts. */
export interface ModuleName {
  readonly path: string
  /** Absent: the default export. */
  readonly name: string | undefined
  /** Where the name stands. */
  readonly nameStart: number
  /** It is called, and makes what is meant. */
  readonly called: boolean
}

export function parseModuleName(text: string): ModuleName {
  const at = text.lastIndexOf('#')
  if (at < 0) return { path: text, name: undefined, nameStart: 0, called: false }
  const called = text.endsWith('()')
  return { path: text.slice(0, at), name: text.slice(at + 1, called ? -2 : undefined), nameStart: at + 1, called }
}

/** `stripe`, `node:fs`, `@scope/name`: no file of the project. */
export function isPackage(path: string): boolean {
  return !path.startsWith('.') && !/\.[cm]?[jt]sx?$/.test(path)
}
