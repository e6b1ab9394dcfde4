import { mapTexts } from '../map-texts.ts'
import { dynamicTexts, dynamicVariables } from './dynamic-variables.ts'
import { callText, refText } from './references.ts'

const placeholder = /\{\{([^{}]+)\}\}/g

/** Collects what texts of the collection ask for. */
export interface TemplateSite {
  readonly known: ReadonlySet<string>
  /** Called with a `{{name}}` that nothing sets and that stays as it is. */
  readonly onUnknown: (name: string) => void
}

/** A text of Postman with its `{{…}}` as references; names that nothing sets stay in braces, as Postman sends them. */
export function readTemplate(text: string, { known, onUnknown }: TemplateSite): string {
  if (!text.includes('{{')) return text
  return text.replaceAll(placeholder, (whole, name: string) => {
    if (known.has(name)) return refText(name)
    const words = Object.hasOwn(dynamicTexts, name) ? dynamicTexts[name] : undefined
    if (words !== undefined) return words.replaceAll(/\$\{(.*?)\}/g, (_, expression: string) => callText(expression))
    if (Object.hasOwn(dynamicVariables, name) && dynamicVariables[name]) return callText(dynamicVariables[name])
    onUnknown(name)
    return whole
  })
}

/** The same for all texts of a value. */
export function readTemplates(value: unknown, site: TemplateSite): unknown {
  return mapTexts(value, (text) => readTemplate(text, site))
}

export function hasPlaceholder(text: string): boolean {
  return /\{\{[^{}]+\}\}/.test(text)
}
