import type { Cursor } from '../checks/cursor.ts'
import { nearestName } from '../diagnostics/nearest-name.ts'
import { problems } from '../diagnostics/problems.ts'
import { misspeltCiVariable } from './misspelt-ci-variable.ts'
import type { PipelineSubject } from './check-pipeline.ts'

type Subject = Pick<PipelineSubject, 'kind' | 'tools'>

/** Names that the CI system does not know, names that the spec almost declares, and secrets written down. */
export function checkCiVariables(ci: Cursor, { kind, tools }: Subject): void {
  const declared = [...tools.names.all('env').keys()]
  const own = new Set((ci.get('variables')?.entries() ?? []).map(({ name }) => name))
  for (const variable of ci.get('variables')?.entries() ?? []) {
    if (!/^[A-Za-z_]\w*$/.test(variable.name)) tools.report(problems.badVariableName(variable.name), { cursor: variable, at: 'key' })
    checkDeclared(variable, declared, tools)
    checkLiteral(variable, { kind, tools })
    checkNames(variable, own, { kind, tools })
  }
  for (const key of ['install', 'before', 'after']) {
    for (const command of ci.get(key)?.items() ?? []) {
      checkNames(command, own, { kind, tools })
      if (knownToken.test(command.text ?? '')) tools.report(secretProblem(key, kind), { cursor: command })
    }
  }
}

function checkDeclared(variable: Cursor, declared: readonly string[], tools: Subject['tools']): void {
  if (declared.includes(variable.name) || nearestName(variable.name, declared) === undefined) return
  tools.report(problems.misspeltEnv(variable.name, declared), { cursor: variable, at: 'key' })
}

const secretName = /(^|_)(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|(API|ACCESS|PRIVATE|SECRET|AUTH)_?KEY)(_|$)/i

/** Texts that are a secret wherever they stand: tokens of GitLab, GitHub, AWS, Slack and npm, private keys, signed tokens. */
const knownToken =
  /\bglpat-[\w-]{20}|\bgh[pousr]_\w{36}|\bgithub_pat_\w{22}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bxox[abprs]-[\w-]{10}|\bnpm_\w{36}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\./

function checkLiteral(variable: Cursor, { kind, tools }: Subject): void {
  const value = String(variable.value)
  const secret = tools.names.cursor('env', variable.name)?.get('secret')?.value === true || secretName.test(variable.name)
  if (knownToken.test(value) || (secret && value !== '' && !kind.isReference(value)))
    tools.report(secretProblem(variable.name, kind), { cursor: variable })
}

function secretProblem(name: string, { secretsPlace }: Subject['kind']) {
  return problems.literalSecret(name, secretsPlace)
}

/**
 * `$CI_COMIT_BRANCH`, as far as the prefix says whose name it would be. Lists of what a system provides grow with its releases, and projects
 * may set variables of any name, so only a name that is nearly one of the list is an error; any other is a warning.
 */
function checkNames(cursor: Cursor, own: ReadonlySet<string>, { kind: { title, variables }, tools }: Subject): void {
  const text = cursor.text ?? ''
  for (const match of text.matchAll(/\$(\{?)([A-Za-z_]\w*)/g)) {
    const name = match[2]!
    if (
      tools.names.use('env', name) ||
      own.has(name) ||
      variables.names.includes(name) ||
      !variables.prefixes.some((prefix) => name.startsWith(prefix))
    )
      continue
    const start = match.index + 1 + match[1]!.length
    const meant = misspeltCiVariable(name, variables)
    const problem =
      meant === undefined ? problems.unknownCiVariable(name, title) : problems.misspeltCiVariable(name, { system: title, meant })
    tools.report(problem, { cursor, span: { start, end: start + name.length } })
  }
}
