import { error, warning } from '../problem.ts'
import { code, didYouMean } from '../wording.ts'

/** What is wrong with a pipeline that is to be generated. */
export const ciProblems = {
  contradictoryTriggers: (message: string, hint: string) => error('contradictory-triggers', message, hint),
  emptyJob: (job: string) =>
    error(
      'empty-job',
      `The job ${code(job)} has nothing to run: the spec has no ${code(job)}`,
      `Remove the job, or describe what it runs under ${code(`${job}:`)}`,
    ),
  tooManyShards: (shards: number, tests: number) =>
    error(
      'too-many-shards',
      `${shards} shards are asked for, and there ${tests === 1 ? 'is 1 test' : `are ${tests} tests`} to divide`,
      `A shard without a test fails; write ${tests < 2 ? 'no `shards`' : `${code(`shards: ${tests}`)} or fewer`}. A test with rows or cases counts as one`,
    ),
  noFileMatches: (pattern: string) =>
    warning(
      'no-file-matches',
      `No file matches ${code(pattern)}, so a change never starts the pipeline by it`,
      'Patterns start at the folder of the spec; `**` stands for any number of folders',
    ),
  misspeltCiVariable: (name: string, { system, meant }: { system: string; meant: string }) =>
    error(
      'misspelt-ci-variable',
      `${system} has no variable ${code(name)}`,
      `Did you mean ${code(meant)}? If not, declare yours under ${code('env')}`,
    ),
  unknownCiVariable: (name: string, system: string) =>
    warning(
      'unknown-ci-variable',
      `apitest knows of no variable ${code(name)} of ${system}; if nobody sets it, it is empty`,
      `If it is yours, declare it under ${code('env')}; if ${system} sets it, this list is older than it`,
    ),
  misspeltEnv: (name: string, known: readonly string[]) =>
    warning('misspelt-env', `The spec declares no environment variable ${code(name)}`, didYouMean(name, known, 'variables of `env`')),
  badVariableName: (name: string) =>
    error('bad-variable-name', `${code(name)} is no name of an environment variable`, 'Letters, digits and `_`, and no digit in front'),
  literalSecret: (name: string, place: string) =>
    error(
      'literal-secret',
      `${code(name)} holds a secret that everybody who can read the repository could read`,
      `Put it into ${place}, and remove it here. If it was committed before, have it replaced: the history keeps it`,
    ),
  dockerNotNeeded: () =>
    warning(
      'docker-not-needed',
      'No service needs a Docker engine',
      'Remove `docker`: an engine beside the job costs time, and a runner that allows privileged containers',
    ),
  outputTaken: (path: string, by: string) =>
    error('output-taken', `${code(path)} cannot be written: it is ${by}`, 'Choose another `output`'),
  notInThisCi: (message: string, hint: string) => warning('not-in-this-ci', message, hint),
  expressionInCommand: (key: string, { system = 'GitHub', expression = '${{ … }}' } = {}) =>
    error(
      'expression-in-command',
      `${system} would put the value of the expression into the text of the command, where whoever can choose it chooses the command`,
      `Hand it over as a variable: \`variables: { TITLE: "${expression}" }\`, and \`"$TITLE"\` under ${code(key)}`,
    ),
}
