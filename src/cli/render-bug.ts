import { packageVersion } from './package-info.ts'
import type { Style } from './terminal/style.ts'

/** What is shown when apitest itself fails: what a maintainer needs, in one block to copy. */
export function renderBug(error: unknown, words: readonly string[], style: Style): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const cause =
    error instanceof Error && error.cause !== undefined
      ? `\nCaused by: ${error.cause instanceof Error ? (error.cause.stack ?? error.cause.message) : String(error.cause)}`
      : ''
  return `
${style.red(style.bold('This is a bug in apitest, not in your specification.'))}

${trace}${cause}

${style.dim(`apitest ${packageVersion()} · node ${process.versions.node} · ${process.platform} ${process.arch}`)}
${style.dim(['apitest', ...words.map(withoutValue)].join(' '))}

Please report it with the block above and, if you can, the apitest.yaml that shows it.
`
}

/** Values of options may be secret. */
function withoutValue(word: string, index: number, words: readonly string[]): string {
  if (words[index - 1] === '--var') return '…'
  return word.startsWith('--var=') ? '--var=…' : word
}
