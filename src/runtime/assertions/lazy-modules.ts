import { requireLazily } from '../values/require-lazily.ts'

/** Parsers and validators that most runs never need; together they cost as much start-up time as the rest of the runtime. */
export const lazyModules = {
  ajv: () => requireLazily<typeof import('ajv')>('ajv').Ajv,
  ajv2019: () => requireLazily<typeof import('ajv/dist/2019.js')>('ajv/dist/2019.js').Ajv2019,
  ajv2020: () => requireLazily<typeof import('ajv/dist/2020.js')>('ajv/dist/2020.js').Ajv2020,
  ajvFormats: () => requireLazily<(ajv: object) => void>('ajv-formats'),
  htmlParser: () => requireLazily<typeof import('node-html-parser')>('node-html-parser'),
  jsonPath: () => requireLazily<typeof import('json-p3')>('json-p3'),
  xmldom: () => requireLazily<typeof import('@xmldom/xmldom')>('@xmldom/xmldom'),
  xpath: () => requireLazily<XPathModule>('xpath'),
  yaml: () => requireLazily<typeof import('yaml')>('yaml'),
}

/** The part of xpath that is used; its own types would bring the browser's globals into the project. */
interface XPathModule {
  parse(expression: string): { evaluate(options: { node: object; namespaces: Readonly<Record<string, string>>; isHtml: boolean }): XPathValue }
}

export interface XPathValue {
  stringValue(): string
  numberValue(): number
  booleanValue(): boolean
  readonly constructor: { readonly name: string }
  /** Present on node sets only, in document order. */
  toArray?(): readonly XPathNode[]
}

export interface XPathNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly textContent: string | null
}
