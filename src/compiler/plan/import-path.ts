import { posix } from 'node:path'

/** How a file of the output folder imports one of the project; TypeScript's `.ts` is written as the `.js` that it stands for. */
export function importPath(file: string, folder: string): string {
  const path = posix.join(folder, file).replace(/\.([cm]?)tsx?$/, '.$1js')
  return path.startsWith('.') ? path : `./${path}`
}
