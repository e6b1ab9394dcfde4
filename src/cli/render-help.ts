import type { CommandTable, Option } from './command-table.ts'
import type { Style } from './terminal/style.ts'

/** `apitest --help`. */
export function renderOverview(tables: readonly CommandTable[], style: Style, version: string): string {
  const width = Math.max(...tables.map(({ name }) => name.length))
  return [
    `${style.bold('apitest')} ${version}: API tests in YAML, compiled to a readable vitest project`,
    '',
    `${style.bold('Usage')}  apitest COMMAND [options]`,
    '',
    style.bold('Commands'),
    ...tables.map(({ name, summary }) => `  ${style.cyan(name.padEnd(width))}  ${summary}`),
    '',
    style.bold('Start here'),
    '  npx apitest init && npx apitest run',
    '',
    `${style.cyan('apitest help COMMAND')} shows options and examples, ${style.cyan('apitest help exit-codes')} the exit codes, ${style.cyan('apitest --version')} the version.`,
    '',
  ].join('\n')
}

/** `apitest COMMAND --help`. */
export function renderHelp(table: CommandTable, style: Style): string {
  const { argument } = table
  const rows: [string, string][] = Object.entries(table.options).map(([name, option]) => [optionLabel(name, option), option.description])
  rows.push(['-h, --help', 'this text'])
  const width = Math.max(...rows.map(([label]) => label.length))
  return [
    `${style.bold(`apitest ${table.name}`)}: ${table.summary}`,
    '',
    `${style.bold('Usage')}  apitest ${table.name}${argument === undefined ? '' : ` ${argument.usage}`} [options]`,
    ...(argument === undefined ? [] : ['', `  ${argument.usage}  ${argument.description}`]),
    '',
    style.bold('Options'),
    ...rows.map(([label, description]) => `  ${style.cyan(label.padEnd(width))}  ${description}`),
    ...(table.details === undefined ? [] : ['', table.details]),
    '',
    style.bold('Examples'),
    ...table.examples.flatMap(({ command, explanation }) => [`  ${style.dim(`# ${explanation}`)}`, `  ${command}`]),
    '',
  ].join('\n')
}

function optionLabel(name: string, option: Option): string {
  const short = option.short === undefined ? '    ' : `-${option.short}, `
  if (option.type === 'flag') return `${short}--${name}`
  return option.type === 'number' && option.alone !== undefined
    ? `${short}--${name} [${option.value}]`
    : `${short}--${name} ${option.value}`
}
