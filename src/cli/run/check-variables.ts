import { nearestName } from '../../compiler/diagnostics/nearest-name.ts'
import type { IndexedVariable } from '../../compiler/write/manifest.ts'
import { readVariable } from '../../runtime/values/read-variable.ts'
import { UsageError } from '../usage-error.ts'

/** Refuses a `--var` that the specification has no use for, before anything is started. */
export function checkVariables(given: Readonly<Record<string, string>>, known: readonly IndexedVariable[]): void {
  for (const [name, text] of Object.entries(given)) {
    const variable = known.find((candidate) => candidate.name === name)
    if (variable === undefined) throw unknownVariable(name, known)
    if (variable.unused === true)
      throw new UsageError(
        `\`--var ${name}=…\` changes nothing: \`variables.${name}\` is used nowhere`,
        `Write \`\${variables.${name}}\` where its value belongs`,
      )
    try {
      readVariable(name, text, variable.kind)
    } catch (error) {
      throw new UsageError((error as Error).message)
    }
  }
}

function unknownVariable(name: string, known: readonly IndexedVariable[]): UsageError {
  const names = known.map((variable) => variable.name)
  const nearest = nearestName(name, names)
  const list = names.length === 0 ? 'The specification has no `variables`' : `Known variables: ${names.join(', ')}`
  return new UsageError(
    `No variable is named \`${name}\` (\`--var\`)`,
    nearest === undefined ? list : `Did you mean \`${nearest}\`? ${list}`,
  )
}
