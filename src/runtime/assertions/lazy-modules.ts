import type * as Xmldom from '@xmldom/xmldom'
import type * as Draft07 from 'ajv'
import type * as Draft2019 from 'ajv/dist/2019.js'
import type * as Draft2020 from 'ajv/dist/2020.js'
import type * as JsonPath from 'json-p3'
import type * as HtmlParser from 'node-html-parser'
import type * as Yaml from 'yaml'
import { requireLazily } from '../values/require-lazily.ts'

/** Parsers and validators that most runs never need; together they cost as much start-up time as the rest of the runtime. */
export const lazyModules = {
  ajv: () => requireLazily<typeof Draft07>('ajv').Ajv,
  ajv2019: () => requireLazily<typeof Draft2019>('ajv/dist/2019.js').Ajv2019,
  ajv2020: () => requireLazily<typeof Draft2020>('ajv/dist/2020.js').Ajv2020,
  ajvFormats: () => requireLazily<(ajv: object) => void>('ajv-formats'),
  htmlParser: () => requireLazily<typeof HtmlParser>('node-html-parser'),
  jsonPath: () => requireLazily<typeof JsonPath>('json-p3'),
  xmldom: () => requireLazily<typeof Xmldom>('@xmldom/xmldom'),
  xpath: () => requireLazily<XPathModule>('xpath'),
  yaml: () => requireLazily<typeof Yaml>('yaml'),
}

/** The part of xpath that is used; its own types would bring the browser's globals into the project. */
interface XPathModule {
  parse(expression: string): {
    evaluate(options: { node: object; namespaces: Readonly<Record<string, string>>; isHtml: boolean }): XPathValue
  }
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
