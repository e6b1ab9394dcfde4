/** What was read of a Jenkinsfile: what is wrong with it, the commands of its shells, and the names of its stages. */
export interface Jenkinsfile {
  readonly problems: readonly string[]
  readonly commands: readonly string[]
  readonly stages: readonly string[]
}

const text = String.raw`'(?:[^'\\]|\\['\\nr])*'`
const gstring = String.raw`"(?:[^"\\$]|\\["\\nr$]|\$\{env\.[A-Za-z_]\w*\})*"`

/** Every line that a declarative pipeline of ours may have, by the block that it may stand in. */
const shapes: Readonly<Record<string, readonly string[]>> = {
  '': ['pipeline {'],
  pipeline: ['agent any', `agent { label ${text} }`, 'agent {', 'environment {', 'options {', 'parameters {', 'triggers {', 'stages {'],
  agent: ['docker {'],
  docker: [`image ${text}`, `label ${text}`],
  environment: [String.raw`[A-Za-z_]\w* = (?:${text}|${gstring}|credentials\(${text}\))`],
  options: [String.raw`disableConcurrentBuilds\(\)`, String.raw`timeout\(time: \d+, unit: 'MINUTES'\)`],
  parameters: [String.raw`choice\(name: 'JOB', choices: \[${text}(?:, ${text})*\], description: ${text}\)`],
  triggers: [String.raw`cron\(${text}\)`],
  stages: [String.raw`stage\(${text}\) {`],
  stage: ['when {', 'options {', 'steps {', 'post {'],
  when: condition(),
  allOf: condition(),
  anyOf: condition(),
  steps: [`sh ${text}`, String.raw`dir\(${text}\) {`],
  post: ['always {'],
  always: [`sh ${text}`, String.raw`dir\(${text}\) {`, ...kept()],
  dir: [`sh ${text}`, ...kept()],
}

function condition(): string[] {
  const equals = `equals expected: ${text}, actual: params\\.JOB`
  const started = [`triggeredBy ${text}`, `triggeredBy cause: ${text}`, String.raw`changeRequest\(\)`]
  return [...started, equals, `not { anyOf { ${equals}(?:; ${equals})* } }`, `(?:branch|tag|changeset) ${text}`, 'allOf {', 'anyOf {']
}

function kept(): string[] {
  return [`junit testResults: ${text}, allowEmptyResults: true`, `archiveArtifacts artifacts: ${text}, allowEmptyArchive: true`]
}

/** Reads a file line by line; a line that is none of the known shapes, or stands where it may not, is a problem. */
export function readJenkinsfile(file: string): Jenkinsfile {
  const problems: string[] = []
  const commands: string[] = []
  const stages: string[] = []
  const open: string[] = ['']
  for (const [at, whole] of file.split('\n').entries()) {
    const line = whole.trim()
    if (line === '' || line.startsWith('//')) continue
    if (line === '}') {
      if (open.length === 1) problems.push(`${at + 1}: a brace closes nothing`)
      else open.pop()
      continue
    }
    const block = open.at(-1)!
    if (
      !(shapes[block] ?? []).some((shape) => new RegExp(`^${shape.replaceAll('{', String.raw`\{`).replaceAll('\\\\{', '\\{')}$`).test(line))
    )
      problems.push(`${at + 1}: not in ${block || 'a file'}: ${line}`)
    if (line.endsWith('{')) open.push(/^\w+/.exec(line)?.[0] ?? '?')
    const [, name, value] = /^(sh |stage\()'(.*)'/.exec(line) ?? []
    if (value !== undefined) (name === 'sh ' ? commands : stages).push(unescape(value))
  }
  if (open.length > 1) problems.push(`not closed: ${open.slice(1).join(', ')}`)
  return { problems, commands, stages }
}

function unescape(value: string): string {
  return value.replaceAll(/\\(.)/g, (_all, character: string) => ({ n: '\n', r: '\r' })[character] ?? character)
}
