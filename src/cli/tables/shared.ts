import type { Argument } from '../command-table.ts'

// Options that several commands have: the same name means the same everywhere.

export const specFiles: Argument = {
  usage: '[FILE…]',
  description: 'the specification; default: apitest.yaml in this folder',
  max: Number.POSITIVE_INFINITY,
}

export const outputOption = {
  type: 'text',
  short: 'o',
  value: 'FOLDER',
  description: 'where the generated project lies; default: generated/ beside the specification',
} as const

export const forceOption = { type: 'flag', description: 'overwrite generated files that were edited by hand' } as const

export const formatOption = {
  type: 'text',
  value: 'FORMAT',
  choices: ['pretty', 'json'],
  description: 'pretty (default) or json, on standard output',
} as const

export const reportOption = {
  type: 'text',
  value: 'FOLDER',
  description: 'default: apitest-report/ beside the specification',
} as const

export const keepOption = { type: 'flag', description: 'leave the services running' } as const

/** Values from outside that a run may be given. */
export const valueOptions = {
  var: { type: 'list', value: 'NAME=VALUE', description: 'another value for a name of `variables`' },
  'env-file': { type: 'list', value: 'FILE', description: 'environment variables from a file; what is already set wins' },
  seed: { type: 'number', value: 'N', min: 0, description: 'repeat the random values of an earlier run' },
} as const
