import { problems } from '../diagnostics/problems.ts'
import { checkFile } from './check-file.ts'
import type { CheckTools } from './check-tools.ts'
import type { Cursor } from './cursor.ts'
import { Judge } from './judge.ts'
import { hasTemplate } from '../templates/parse-template.ts'

/** Checks a JSON Schema in place, or the file that a text names. Schemas that refer to other files are left to the runtime. */
export function checkJsonSchema(cursor: Cursor, tools: CheckTools, judge = Judge.of(tools)): void {
  if (cursor.text === undefined) {
    checkSchema(cursor, tools, judge)
    return
  }
  if (hasTemplate(cursor.text)) return
  const file = checkFile(cursor, tools)
  if (file === undefined) return
  tools.later(async () => {
    const { readData } = await import('./read-data.ts')
    const format = /\.ya?ml$/i.test(file.path) ? 'yaml' : 'json'
    const result = await readData(format, file.path, file.text())
    if ('data' in result) await compileSchema(result.data, cursor, { tools, judge })
    else
      tools.report(problems.badDataFile(cursor.text ?? '', format.toUpperCase(), result.mistake.reason), { cursor }, [
        { message: 'Here', spot: result.mistake.range },
      ])
  })
}

function checkSchema(cursor: Cursor, tools: CheckTools, judge: Judge): void {
  if (!JSON.stringify(cursor.value).includes('${')) tools.later(() => compileSchema(cursor.value, cursor, { tools, judge }))
}

async function compileSchema(schema: unknown, cursor: Cursor, { tools, judge }: { tools: CheckTools; judge: Judge }): Promise<void> {
  if (typeof schema !== 'boolean' && (typeof schema !== 'object' || schema === null || Array.isArray(schema))) {
    tools.report(problems.badJsonSchema('it is a map, `true` or `false`'), { cursor })
    return
  }
  if (schema === true || (typeof schema === 'object' && Object.keys(schema).every((key) => annotations.has(key)))) {
    judge.say({ holds: 'always', reason: 'every value fits this schema' }, { cursor })
    return
  }
  if (hasForeignReference(schema)) return
  const { schemaMistake } = await import('./schema-mistake.ts')
  const reason = schemaMistake(schema)
  if (reason !== undefined) tools.report(problems.badJsonSchema(reason), { cursor })
}

/** Keywords that no value can offend. */
const annotations = new Set(['$schema', '$id', '$comment', '$defs', 'definitions', 'title', 'description', 'default', 'examples'])

function hasForeignReference(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some((item) => hasForeignReference(item))
  if (typeof schema !== 'object' || schema === null) return false
  return Object.entries(schema).some(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? !value.startsWith('#') : hasForeignReference(value),
  )
}
