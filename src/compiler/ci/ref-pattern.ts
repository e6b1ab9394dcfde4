/** A pattern of branches or tags as a regular expression of RE2 or Java: a star is anything, all else only itself. */
export function refRegex(pattern: string): string {
  const source = [...pattern].map((character) => (character === '*' ? '.*' : escapeCharacter(character))).join('')
  return `/^${source}$/`
}

/** A name that needs no pattern. */
export function isPlainRef(name: string): boolean {
  return /^[\w./-]+$/.test(name)
}

function escapeCharacter(character: string): string {
  if (/[\p{L}\p{N}_-]/u.test(character)) return character
  return /[!-~]/.test(character) && !/["'$]/.test(character) ? `\\${character}` : hex(character)
}

/** A way to write any character, so that no quote, dollar sign or line break stands in the condition. */
function hex(character: string): string {
  return `\\x{${character.codePointAt(0)!.toString(16).toUpperCase()}}`
}
