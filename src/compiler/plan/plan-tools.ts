import { posix } from 'node:path'
import type { Cursor } from '../checks/cursor.ts'
import type { PlanTools } from '../kinds/plan-tools.ts'
import type { ComposeFacts } from '../load/compose-facts.ts'
import type { SpecNames } from '../checks/spec-names.ts'
import { hasTemplate, parseTemplate } from '../templates/parse-template.ts'
import { projectPath } from '../checks/check-file.ts'
import { parseModuleName } from '../checks/module-name.ts'
import { splitCommand } from '../templates/split-command.ts'
import type { MapValue, Value } from './plan.ts'
import { importPath } from './import-path.ts'
import { planParts, planText, planValue, type Meaning } from './plan-value.ts'

/** The project around the values. */
export interface PlanSurroundings {
  readonly names: Pick<SpecNames, 'all' | 'cursor'>
  readonly compose: ReadonlyMap<string, ComposeFacts>
  /** From the output folder to the project's. */
  readonly folder: string
  /** The output folder, from the project's folder on. */
  readonly output: string
}

/** The tools that kinds plan with. */
export function planTools(meaning: Meaning, around: PlanSurroundings): PlanTools {
  const value = (cursor: Cursor): Value => planValue(cursor.value, meaning)

  const each = (cursor: Cursor, plan: (cursor: Cursor) => Value): Value => {
    if (cursor.isList) return { kind: 'list', items: cursor.items().map(plan) }
    return cursor.isMap ? { kind: 'map', entries: cursor.entries().map((entry) => [entry.name, plan(entry)]) } : value(cursor)
  }

  const map = (cursor: Cursor, entries: Readonly<Record<string, (cursor: Cursor) => Value>>): MapValue => ({
    kind: 'map',
    entries: cursor.entries().map((entry) => [entry.name, ownFunction(entries, entry.name)?.(entry) ?? value(entry)]),
  })

  const path = (cursor: Cursor): Value => {
    const text = cursor.text
    const folder = posix.dirname(cursor.file)
    if (text === undefined) return value(cursor)
    if (!hasTemplate(text)) return { kind: 'literal', value: posix.isAbsolute(text) ? text : posix.join(folder, text) }
    const { parts } = parseTemplate(text)
    // A path that begins with a value may be absolute, so only one that begins with text can be moved.
    const movable = folder !== '.' && typeof parts[0] === 'string' && !posix.isAbsolute(parts[0])
    return planParts(movable ? [`${folder}/${String(parts[0])}`, ...parts.slice(1)] : parts, meaning)
  }

  const expected = (cursor: Cursor): Value => {
    if (!cursor.isMap) return value(cursor)
    const schema = (entry: Cursor) => (entry.text === undefined ? value(entry) : path(entry))
    return map(cursor, { schema, not: expected, each: expected, any: expected })
  }

  const command = (cursor: Cursor): Value => {
    if (cursor.text === undefined) return value(cursor)
    return { kind: 'list', items: splitCommand(cursor.text).words.map((word) => planParts(word, meaning)) }
  }

  const inOwnFolder = (cursor: Cursor, planned: MapValue): MapValue => {
    const folder = posix.dirname(cursor.file)
    if (folder === '.') return planned
    const [first, ...others] = planned.entries
    const cwd = ['cwd', planText(folder, meaning)] as const
    return { kind: 'map', entries: first === undefined ? [cwd] : [first, cwd, ...others] }
  }

  const module = (cursor: Cursor): Value => {
    const { path, name = 'default', called } = parseModuleName(cursor.text ?? '')
    const file = projectPath(cursor.file, path)
    return { kind: 'module', file, from: importPath(file, around.folder), name, called }
  }

  const generated = (file: string): Value => ({ kind: 'literal', value: posix.join(around.output, file) })

  const compose = (files: readonly string[]): ComposeFacts => {
    const facts = around.compose.get(files.join('\n'))
    if (facts === undefined) throw new Error(`${files.join(', ')} was not read, which the resolve stage does`)
    return facts
  }

  const services = () => [...around.names.all('services').values()]

  const env = (name: string) => {
    const variable = around.names.cursor('env', name)
    return variable && { default: variable.get('default')?.text }
  }

  return { value, path, expected, command, map, each, inOwnFolder, module, generated, compose, services, env }
}

/** Names of the user such as `constructor` must not find what every object has. */
function ownFunction<T>(entries: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined
}
