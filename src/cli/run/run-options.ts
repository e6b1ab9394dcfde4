import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { UsageError } from '../usage-error.ts'

/** `--var name=value`; a later one wins. */
export function readVariables(words: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf('=')
      if (at < 1) throw new UsageError(`\`--var\` takes NAME=VALUE, and \`${word}\` was given`)
      return [word.slice(0, at), word.slice(at + 1)]
    }),
  )
}

/** Files of `NAME=VALUE` lines as Node reads them; a later file wins. */
export function readEnvFiles(cwd: string, files: readonly string[]): Readonly<Record<string, string>> {
  const entries = files.flatMap((file) => {
    try {
      return Object.entries(parseEnv(readFileSync(resolve(cwd, file), 'utf8')) as Record<string, string>)
    } catch (error) {
      throw new UsageError(`\`--env-file ${file}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  return Object.fromEntries(entries)
}

export function readShard(text: string | undefined): { readonly index: number; readonly count: number } | undefined {
  if (text === undefined) return undefined
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  if (index === undefined || Number(index) < 1 || Number(index) > Number(count))
    throw new UsageError(`\`--shard\` takes I/N with I from 1 to N, such as 1/4, and \`${text}\` was given`)
  return { index: Number(index), count: Number(count) }
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `90s`, `10m`, `1h30m`. */
export function readDuration(option: string, text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new UsageError(`\`--${option}\` takes a duration such as 90s or 10m, and \`${text}\` was given`)
  }
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!, 0)
}

/** Any 31 bits do; the user types them again. */
export function newSeed(): number {
  return Math.floor(Math.random() * 2 ** 31)
}
