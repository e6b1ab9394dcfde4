import type { HttpField } from '../http/http-request.ts'

/** The right side of `-F name=…`: `@file`, `<file`, or a text, each with `;type=` and `;filename=` behind it. */
export function readFormField(name: string, content: string): HttpField {
  const sign = /^[@<]/.exec(content)?.[0]
  const { value, options } = readParts(sign === undefined ? content : content.slice(1))
  const contentType = options.get('type')
  const fileName = options.get('filename')
  const extra = { ...(contentType !== undefined && { contentType }), ...(fileName !== undefined && { fileName }) }
  // what `<` reads is sent as a text, which a file is too once it has no name
  return sign === undefined ? { name, text: value, ...extra } : { name, file: value, ...extra }
}

function readParts(text: string): { readonly value: string; readonly options: ReadonlyMap<string, string> } {
  let rest = text
  const take = (): string => {
    const quoted = /^"((?:\\.|[^"\\])*)"/s.exec(rest)
    const [whole, inner] = quoted ?? /^([^;]*)/s.exec(rest) ?? ['', '']
    rest = rest.slice(whole.length)
    return quoted === null ? (inner ?? '') : (inner ?? '').replaceAll(/\\(["\\])/g, '$1')
  }
  const value = take()
  const options = new Map<string, string>()
  while (rest.startsWith(';')) {
    const [whole, key] = /^;\s*([a-z]+)=/i.exec(rest) ?? []
    if (whole === undefined || key === undefined) break
    rest = rest.slice(whole.length)
    options.set(key.toLowerCase(), take())
  }
  // anything else behind a semicolon is part of the text
  return { value: options.size === 0 ? value + rest : value, options }
}
