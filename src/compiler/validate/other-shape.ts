import schema from '../../../schema/apitest.schema.json' with { type: 'json' }

interface Definition {
  readonly title?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

/**
 * A test, a step and a task have several shapes, and the key `steps` or `flow` chooses one. Says which of the two did when `key` belongs
 * to another shape of the same thing; `title` is the schema's name of the shape, such as `Steps test`.
 */
export function otherShape(title: string, key: string): 'steps' | 'flow' | undefined {
  const [chosen, thing] = title.split(' ')
  if ((chosen !== 'Steps' && chosen !== 'Flow') || thing === undefined) return undefined
  const definitions = Object.values(schema.definitions as Readonly<Record<string, Definition>>)
  const others = definitions.filter((definition) => definition.title !== title && definition.title?.endsWith(` ${thing}`))
  if (!others.some(({ properties }) => properties !== undefined && key in properties)) return undefined
  return chosen === 'Steps' ? 'steps' : 'flow'
}
