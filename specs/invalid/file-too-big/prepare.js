import { writeFileSync } from 'node:fs'

/** A bomb of 5 MB of aliases. */
export function prepare(folder) {
  writeFileSync(new URL('apitest.yaml', folder), `version: 1\nvariables:\n  a: &a [1, 2, 3]\n  b: [${'*a, '.repeat(1_250_000)}*a]\n`)
}
