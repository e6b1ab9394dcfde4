import { parse } from 'node-html-parser'

const page = parse('<html><body><p></p></body></html>')

/** Why a CSS selector cannot be used, if so: the parser that the runtime uses is asked. Import lazily. */
export function selectorMistake(selector: string): string | undefined {
  try {
    page.querySelector(selector)
    return undefined
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return `${message.charAt(0).toLowerCase()}${message.slice(1)}`.replace(/ found $/, ' found its end')
  }
}
