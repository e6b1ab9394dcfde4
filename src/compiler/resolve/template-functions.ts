import type { FunctionName } from '../plan/plan.ts'

type LiteralType = 'integer' | 'number' | 'text'

export interface TemplateFunction {
  /** Shown in hints. */
  readonly signature: string
  readonly least: number
  readonly most: number
  /** What literal arguments must be, by position; `undefined` takes anything. */
  readonly literals: readonly (LiteralType | undefined)[]
}

export const templateFunctions: { readonly [Name in FunctionName]: TemplateFunction } = {
  uuid: { signature: 'uuid()', least: 0, most: 0, literals: [] },
  now: { signature: 'now()', least: 0, most: 0, literals: [] },
  timestamp: { signature: 'timestamp()', least: 0, most: 0, literals: [] },
  randomInt: { signature: 'randomInt(least, most)', least: 2, most: 2, literals: ['integer', 'integer'] },
  faker: { signature: 'faker("module.method", …)', least: 1, most: Number.POSITIVE_INFINITY, literals: ['text'] },
  base64: { signature: 'base64(value)', least: 1, most: 1, literals: [undefined] },
  json: { signature: 'json(value)', least: 1, most: 1, literals: [undefined] },
  number: { signature: 'number(value)', least: 1, most: 1, literals: [undefined] },
  string: { signature: 'string(value)', least: 1, most: 1, literals: [undefined] },
  urlEncode: { signature: 'urlEncode(value)', least: 1, most: 1, literals: [undefined] },
}

export function isTemplateFunction(name: string): name is FunctionName {
  return Object.hasOwn(templateFunctions, name)
}
