import { format } from 'oxfmt'

/** What a project that formats its code would be likely to use, and what the generated code is written for. */
const options = { printWidth: 100, singleQuote: true, semi: false, trailingComma: 'all' } as const

export async function formatted(path: string, text: string): Promise<string> {
  const { code, errors } = await format(path, text, options)
  if (errors.length > 0)
    throw new Error(`${path} does not parse: ${errors.map((error) => error.codeframe ?? error.message).join('\n')}\n${text}`)
  return code
}
