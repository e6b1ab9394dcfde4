import type { Plan } from '../../plan/plan.ts'
import { compileCommand } from '../header.ts'
import { escapeInvisible } from '../typescript/literal.ts'
import type { Project } from './project.ts'

/** `README.md`: for whoever opens the folder first. */
export function readmeFile({ plan }: Project): string {
  const entry = inlineCode(plan.specs[0] ?? 'apitest.yaml')
  const command = compileCommand(plan)
  return `# API tests of ${inlineCode(plan.name)}

[vitest](https://vitest.dev) tests that apitest generated from ${entry}. They are committed, so that a change is reviewed as the code that will run.

${contents(plan).join('\n')}

## Run

${shell('npx apitest run')}

Or with vitest alone, in this folder:

${shell('npx vitest run')}

## Change

Edit ${entry}, then:

${shell(command)}

A file that was edited here by hand is never overwritten silently: the command stops and names it. ${inlineCode(`${command} --check`)} says whether this folder is up to date, for example in CI.

## Keep

\`npx apitest eject\` hands the folder over to you: from then on it is an ordinary vitest project, and apitest does not write it again.
`
}

function contents({ requests, flows, fixtures, services, stubs, session, leaks, loads }: Plan): string[] {
  const data = fixtures.some(({ kind }) => kind === 'data')
  const state = fixtures.some(({ kind }) => kind !== 'data')
  return [
    session === undefined
      ? '- `tests/`: the tests, one file for each suite'
      : '- `tests/`: the tests, in one file, since they share a session',
    ...(session === undefined ? [] : ['- `session.ts`: values that the tests share and change']),
    ...(leaks.length > 0 ? ['- `leaks/`: the leak windows; `npx apitest leak NAME` runs one'] : []),
    ...(loads.length > 0 ? ['- `loads/`: the load profiles; `npx apitest load NAME` runs one'] : []),
    ...(requests.length > 0 ? ['- `requests.ts`: the requests that have a name'] : []),
    ...(flows.length > 0 ? ['- `flows.ts`: steps that tests share'] : []),
    ...(data ? ['- `fixtures.ts`: data'] : []),
    ...(state ? ['- `state.ts`: what a request or a hook makes before a test needs it'] : []),
    ...(services.length > 0 ? ['- `services.ts`: what is under test, and how it starts'] : []),
    ...(stubs.length > 0 ? ['- `stubs.ts`: what stands in for the APIs that the services call'] : []),
    ...(services.some(({ composeFile }) => composeFile !== undefined) ? ['- `compose/`: what docker compose starts for the tests'] : []),
    '- `config.ts`, `project.ts`, `setup.ts`, `test.ts`, `vitest.config.ts`: how it all comes together',
  ]
}

function shell(command: string): string {
  return `\`\`\`sh\n${escapeInvisible(command)}\n\`\`\``
}

function inlineCode(text: string): string {
  return `\`${escapeInvisible(text.trim().replaceAll(/\s+/g, ' ')).replaceAll('`', "'") || '?'}\``
}
