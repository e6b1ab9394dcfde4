import { namedSecrets, redact } from '../values/secrets.ts'

/** One argument for a POSIX shell; a secret that came from an environment variable is written as `"$NAME"`, any other as `***`. */
export function shellWord(text: string): string {
  const word = splitAtSecrets(text)
    .map((part) => (typeof part === 'string' ? quote(redact(part)) : `"$${part.name}"`))
    .join('')
  return word === '' ? "''" : word
}

function splitAtSecrets(text: string): readonly (string | { readonly name: string })[] {
  let parts: readonly (string | { readonly name: string })[] = [text]
  for (const [value, name] of namedSecrets()) {
    // Short ones would be found inside other words.
    if (name === undefined || value.length < 4) continue
    parts = parts.flatMap((part) => (typeof part === 'string' ? separate(part, value, name) : [part]))
  }
  return parts
}

function separate(text: string, value: string, name: string): (string | { readonly name: string })[] {
  return text
    .split(value)
    .flatMap((piece, index) => (index === 0 ? [piece] : [{ name }, piece]))
    .filter((piece) => piece !== '')
}

function quote(text: string): string {
  if (text === '' || /^[\w@%+=:,./-]+$/.test(text)) return text
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
