import { parseArgs } from 'node:util'
import { nearestName } from '../compiler/diagnostics/nearest-name.ts'
import type { CommandTable, Input, Option, OptionTable } from './command-table.ts'
import { UsageError } from './usage-error.ts'

/** Reads the words behind the command's name; whatever the table does not say is a `UsageError` with the nearest right name. */
export function parseArguments(table: CommandTable, words: readonly string[]): Input {
  const { tokens, positionals } = parseArgs({
    args: spellOutOptionalValues(table.options, words),
    options: parserOptions(table.options),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const [name, option] = findOption(table, token.name, token.rawName)
    given.set(name, [
      ...(given.get(name) ?? []),
      readValue(option, { name: token.rawName, value: token.value, inline: token.inlineValue === true }),
    ])
  }
  checkPositionals(table, positionals)
  const options = Object.entries(table.options).map(([name, option]) => [name, convert(option, given.get(name), name)])
  return { arguments: positionals, options: Object.fromEntries(options) as Input['options'] }
}

/** `--bail` alone becomes `--bail=1`, because parseArgs knows no option whose value may be absent. */
function spellOutOptionalValues(options: OptionTable, words: readonly string[]): string[] {
  const end = words.indexOf('--')
  return words.map((word, index) => {
    const option = (end < 0 || index < end) && word.startsWith('--') ? options[word.slice(2)] : undefined
    if (option?.type !== 'number' || option.alone === undefined || /^\d+$/.test(words[index + 1] ?? '')) return word
    return `${word}=${option.alone}`
  })
}

function parserOptions(options: OptionTable): Record<string, { type: 'boolean' | 'string'; short?: string }> {
  const entries = Object.entries(options).flatMap(([name, option]) => {
    const type: 'boolean' | 'string' = option.type === 'flag' ? 'boolean' : 'string'
    const own: [string, { type: 'boolean' | 'string'; short?: string }] = [
      name,
      option.short === undefined ? { type } : { type, short: option.short },
    ]
    return option.alias === undefined ? [own] : [own, [option.alias, { type }] as typeof own]
  })
  return Object.fromEntries(entries)
}

function findOption(table: CommandTable, name: string, rawName: string): [string, Option] {
  const found = Object.entries(table.options).find(([known, option]) => known === name || option.alias === name)
  if (found) return found
  const nearest = rawName.startsWith('--') ? nearestName(name, Object.keys(table.options)) : undefined
  throw new UsageError(
    `\`apitest ${table.name}\` has no option \`${rawName}\``,
    nearest === undefined ? `\`npx apitest help ${table.name}\` lists the options` : `Did you mean \`--${nearest}\`?`,
  )
}

function readValue(option: Option, { name, value, inline }: { name: string; value: string | undefined; inline: boolean }): string {
  if (option.type === 'flag') {
    if (value !== undefined) throw new UsageError(`\`${name}\` takes no value, and \`${value}\` was given`)
    return ''
  }
  if (value === undefined) throw new UsageError(`\`${name}\` needs a value: \`${name} ${option.value}\``)
  if (value.startsWith('-') && !inline && value !== '-') {
    throw new UsageError(
      `\`${name}\` needs a value, and \`${value}\` follows it`,
      `If \`${value}\` is the value, write \`${name}=${value}\``,
    )
  }
  return value
}

function convert(
  option: Option,
  given: readonly string[] | undefined,
  name: string,
): boolean | string | number | readonly string[] | undefined {
  if (option.type === 'flag') return given !== undefined
  if (option.type === 'list') {
    const values = (given ?? []).flatMap((value) => (option.split ? value.split(',').map((part) => part.trim()) : [value]))
    for (const value of values) checkChoice(option.choices, value, name)
    return values
  }
  const last = given?.at(-1)
  if (last === undefined) return undefined
  if (option.type === 'text') {
    checkChoice(option.choices, last, name)
    return last
  }
  const number = Number(last)
  if (!/^\d+$/.test(last) || number < option.min || !Number.isSafeInteger(number)) {
    throw new UsageError(`\`--${name}\` takes a whole number from ${option.min}, and \`${last}\` was given`)
  }
  return number
}

function checkChoice(choices: readonly string[] | undefined, value: string, name: string): void {
  if (choices === undefined || choices.includes(value)) return
  const nearest = nearestName(value, choices)
  throw new UsageError(
    `\`--${name}\` does not know \`${value}\``,
    `${nearest === undefined ? '' : `Did you mean \`${nearest}\`? `}Known: ${choices.join(', ')}`,
  )
}

function checkPositionals(table: CommandTable, positionals: readonly string[]): void {
  const { argument } = table
  const max = argument?.max ?? 0
  if (positionals.length > max) {
    const extra = positionals[max]!
    throw new UsageError(
      max === 0
        ? `\`apitest ${table.name}\` takes no arguments, and \`${extra}\` was given`
        : `\`apitest ${table.name}\` takes at most ${max} argument${max === 1 ? '' : 's'}, and \`${extra}\` is one more`,
      `\`npx apitest help ${table.name}\` shows how to call it`,
    )
  }
  if (positionals.length < (argument?.min ?? 0))
    throw new UsageError(`\`apitest ${table.name}\` needs ${argument!.usage}`, argument!.description)
  for (const word of argument?.choices === undefined ? [] : positionals) {
    if (argument!.choices!.includes(word)) continue
    const nearest = nearestName(word, argument!.choices!)
    throw new UsageError(
      `\`apitest ${table.name}\` does not know \`${word}\``,
      `${nearest === undefined ? '' : `Did you mean \`${nearest}\`? `}Known: ${argument!.choices!.join(', ')}`,
    )
  }
}
