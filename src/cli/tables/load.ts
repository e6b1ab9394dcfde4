import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { forceOption, keepOption, outputOption, reportOption, valueOptions } from './shared.ts'

export const loadOptions = {
  users: { type: 'number', short: 'u', value: 'N', min: 1, description: 'that many users, whatever the profile says' },
  'spawn-rate': { type: 'text', short: 'r', value: 'RATE', description: 'users who start in a second, such as 10 or 100/m' },
  'run-time': { type: 'text', short: 't', value: 'DURATION', description: 'how long, such as 90s or 1h30m; warm-up excluded' },
  rate: { type: 'text', value: 'RATE', description: 'arrivals, such as 200/s, whatever the profile says' },
  host: { type: 'text', short: 'H', value: 'URL', description: 'another address for the first service, which is not started then' },
  task: { type: 'list', split: true, value: 'NAME', description: 'only tasks with this name' },
  tags: { type: 'list', short: 'T', split: true, value: 'TAG', description: 'only tasks with one of these tags' },
  'exclude-tags': { type: 'list', short: 'E', split: true, value: 'TAG', description: 'no tasks with one of these tags' },
  headless: { type: 'flag', description: 'no live page: start at once, and end when it is over' },
  autostart: { type: 'flag', description: 'with the live page, but start at once' },
  autoquit: { type: 'number', value: 'SECONDS', min: 0, description: 'close the live page this long after the end; default: never' },
  'web-host': { type: 'text', value: 'ADDRESS', description: 'where the live page listens; default: 127.0.0.1' },
  'web-port': { type: 'number', short: 'P', value: 'PORT', min: 0, description: 'default: 8089, or the next that is free' },
  engine: {
    type: 'text',
    value: 'NAME',
    choices: ['node', 'locust', 'k6'],
    description: 'node (built in, default), or the generated script for locust or k6',
  },
  workers: {
    type: 'number',
    alias: 'processes',
    value: 'N',
    min: 1,
    description: 'threads of the generator, or workers of locust; default: one',
  },
  transport: {
    type: 'text',
    value: 'NAME',
    choices: ['auto', 'undici'],
    description: 'auto: plain sockets for http, undici for https (default)',
  },
  'stop-timeout': {
    type: 'text',
    short: 's',
    value: 'DURATION',
    description: 'how long requests under way may take at the end; default: 10s',
  },
  csv: { type: 'text', value: 'PREFIX', description: 'where the CSV files go and how their names begin; default: the report folder' },
  'csv-full-history': { type: 'flag', description: 'a line a second for each endpoint in the history' },
  html: { type: 'text', value: 'FILE', description: 'the report here too' },
  json: { type: 'flag', description: 'the summary as JSON on standard output' },
  'json-file': { type: 'text', value: 'FILE', description: 'the summary as JSON here too' },
  'only-summary': { type: 'flag', description: 'no figures while it runs' },
  'exit-code-on-error': { type: 'number', value: 'N', min: 0, description: 'in place of 1 when the load fails' },
  percentiles: { type: 'list', split: true, value: 'N', description: 'columns and charts of response times; default: 50,95,99' },
  ...valueOptions,
  keep: keepOption,
  output: outputOption,
  force: forceOption,
  report: reportOption,
} as const satisfies OptionTable

export const loadTable = command({
  name: 'load',
  summary: 'run one load profile, with a live page, thresholds and a report',
  argument: {
    usage: '[NAME] [FILE]',
    description: 'the profile, which may be left out where there is only one; a specification, default: apitest.yaml in this folder',
    max: 2,
  },
  options: loadOptions,
  details: `Without --headless a live page is served on http://127.0.0.1:8089, where the load is started, watched and stopped. In a terminal the
keys w and W add 1 and 10 users (or arrivals a second), s and S take them away. The first Ctrl-C ends the load in good order and writes
the report, the second ends it at once. Exit code 1: a threshold does not hold, or no request succeeded.`,
  examples: [
    { command: 'apitest load', explanation: 'the only profile of apitest.yaml, started from its live page' },
    { command: 'apitest load peak --headless', explanation: 'at once, for CI' },
    { command: 'apitest load peak --headless -u 100 -r 10 -t 5m --csv out/peak', explanation: "with Locust's flags" },
    { command: 'apitest load peak --engine locust --workers 4', explanation: 'the same load by Locust, with a master and four workers' },
  ],
  load: () => import('../commands/load.ts'),
})
