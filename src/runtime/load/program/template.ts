import { stringifyJson } from '../../assertions/values/stringify-json.ts'
import { encodeIllegal } from '../../http/join-url.ts'
import type { Values } from './load-program.ts'
import type { Form, Slot } from './slot-tracer.ts'

/** Constant text with holes for values of the moment; in the body one character stands for one byte. */
export interface Template {
  readonly constants: readonly string[]
  readonly holes: readonly { readonly slot: Slot; readonly form: Form }[]
}

/** Where the text will stand: a head takes only what a header may carry, a body takes bytes. */
export type Part = 'head' | 'body'

/** The text with its values; `undefined` where a value is none that can simply be filled in, such as a list in a query. */
export function render({ constants, holes }: Template, part: Part, values: Values): string | undefined {
  let text = constants[0] as string
  for (let index = 0; index < holes.length; index++) {
    const { slot, form } = holes[index] as Template['holes'][number]
    const written = write(slot.read(values), form)
    if (written === undefined) return undefined
    if (!ascii.test(written)) {
      if (part === 'body') text += Buffer.from(written).toString('latin1')
      else if (header.test(written)) text += written
      else return undefined
    } else if (part === 'head' && !printable.test(written)) {
      return undefined
    } else {
      text += written
    }
    text += constants[index + 1] as string
  }
  return text
}

// oxlint-disable-next-line no-control-regex -- exactly those
const ascii = /^[\u0000-\u007f]*$/
const printable = /^[\t\u0020-\u007e]*$/
const header = /^[\t\u0020-\u007e\u0080-\u00ff]*$/

function write(value: unknown, form: Form): string | undefined {
  if (form === 'json') return value === undefined ? undefined : writeJson(value)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const text = String(value)
  switch (form) {
    case 'text':
      return text
    case 'path':
      // what is read together with its neighbours is better encoded together with them
      return /[%?#\ud800-\udfff]/.test(text) ? undefined : encodeIllegal(text)
    case 'query':
      return encodeURIComponent(Buffer.from(text).toString())
    case 'form':
      return new URLSearchParams([['', text]]).toString().slice(1)
    case 'json text':
      return JSON.stringify(text).slice(1, -1)
  }
}

function writeJson(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return JSON.stringify(value)
  return stringifyJson(value)
}
