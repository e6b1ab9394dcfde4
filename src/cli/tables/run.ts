import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { forceOption, keepOption, outputOption, reportOption, specFiles, valueOptions } from './shared.ts'

export const runOptions = {
  test: {
    type: 'list',
    short: 't',
    alias: 'name',
    value: 'NAME',
    description: 'only tests whose name contains this, or matches /this/; may be repeated',
  },
  tag: { type: 'list', split: true, value: 'TAG', description: 'only tests with one of these tags' },
  not: { type: 'list', split: true, value: 'TAG', description: 'no tests with these tags' },
  failed: { type: 'flag', description: 'only the tests that failed in the last run' },
  only: { type: 'list', split: true, value: 'WHAT', choices: ['tests', 'leaks', 'loads'], description: 'tests (default), leaks, loads' },
  all: { type: 'flag', description: 'leaks and loads as well' },
  shard: { type: 'text', value: 'I/N', description: 'the I-th of N equal parts, such as 1/4' },
  bail: { type: 'number', value: 'N', min: 1, alone: 1, description: 'stop after the first failure, or after N' },
  timeout: { type: 'text', value: 'DURATION', description: 'end the whole run after this long, such as 10m; default: 1h' },
  ...valueOptions,
  update: { type: 'flag', description: 'write snapshots anew' },
  record: { type: 'flag', description: 'let stubs with `record` ask the real API, and write its answers' },
  keep: keepOption,
  watch: { type: 'flag', description: 'run again whenever a file that the specification reads changes' },
  'openapi-fail-under': {
    type: 'text',
    value: 'SHARE',
    description: 'fail when the tests call less than this share of the OpenAPI operations, such as 80%',
  },
  output: outputOption,
  force: forceOption,
  report: reportOption,
  reporter: {
    type: 'list',
    split: true,
    alias: 'format',
    value: 'NAME',
    choices: ['junit', 'json', 'github', 'html'],
    description: 'junit (a file in the report folder), json (results on standard output), github (annotations), html (always)',
  },
} as const satisfies OptionTable

export const runTable = command({
  name: 'run',
  summary: 'compile, start the services, run the tests, write a report',
  argument: {
    ...specFiles,
    usage: '[FILE[:LINE]…]',
    description: 'a specification, a file that it includes, or the test, row or case at a line; default: apitest.yaml in this folder',
  },
  options: runOptions,
  details: `The report folder holds report.html, results.json, the services' logs and, in CI, junit.xml. In GitHub Actions annotations
and the step summary are written without being asked for.`,
  examples: [
    { command: 'apitest run', explanation: 'everything in apitest.yaml of this folder' },
    { command: 'apitest run apitest.yaml:42', explanation: 'the test, row or case at line 42' },
    { command: 'apitest run -t "health check"', explanation: 'tests whose name contains this' },
    { command: 'apitest run --tag smoke --not slow --bail', explanation: 'by tag, and stop at the first failure' },
    { command: 'apitest run --failed', explanation: 'again what failed last time' },
    { command: 'apitest run --var region=us --env-file .env.test', explanation: 'with other values' },
  ],
  load: () => import('../commands/run.ts'),
})
