import { toText } from '../values/text.ts'
import { RequestError } from './request-error.ts'

/** Text, number or boolean as text; anything else has no single form in a header, query or form. */
export function scalarText(value: unknown, where: string): string {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    throw new RequestError(
      'request',
      `\`${where}\` is ${Array.isArray(value) ? 'a list' : 'a map'}; it takes text, a number or a boolean (json(…) makes text of it)`,
    )
  }
  if (value === null) throw new RequestError('request', `\`${where}\` is null, which has no text here`)
  try {
    return toText(value, () => `of \`${where}\``)
  } catch (error) {
    throw new RequestError('request', error instanceof Error ? error.message : String(error), { cause: error })
  }
}
