import { mapTexts } from '../map-texts.ts'

/** Stands for a variable of the collection until it is known whether it becomes a constant or a value of the session. */
const open = '\u0001'
const close = '\u0002'

export function refText(name: string): string {
  return `${open}${name}${close}`
}

/** Functions of the language travel the same way. */
export function callText(expression: string): string {
  return `${open}\u0003${expression}${close}`
}

/** A variable inside a function of the language. */
export function wrappedText(call: 'number' | 'string', name: string): string {
  return `${open}${call}\u0004${name}${close}`
}

// oxlint-disable-next-line no-control-regex -- no text of a collection holds these
const marker = /\u0001(\u0003?)(?:(\w+)\u0004)?([^\u0002]*)\u0002/g

/** Puts the final spelling into every text: `${…}` of the user becomes literal, references become `${…}`. */
export function settle(value: unknown, spell: (name: string) => string): unknown {
  return mapTexts(value, (text) => {
    if (!text.includes('${') && !text.includes(open)) return text
    return text
      .replaceAll('${', () => '$${')
      .replaceAll(marker, (_, call: string, around: string | undefined, name: string) => {
        if (call !== '') return `\${${name}}`
        return around === undefined ? spell(name) : `\${${around}(${spell(name).slice(2, -1)})}`
      })
  })
}

/** The names of the variables that a value reads. */
export function referencesOf(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (typeof value === 'string') {
    if (!value.includes(open)) return found
    for (const [, call, , name] of value.matchAll(marker)) if (call === '' && name !== undefined) found.add(name)
  } else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) referencesOf(item, found)
  return found
}

export function hasReference(text: string): boolean {
  return text.includes(open)
}
