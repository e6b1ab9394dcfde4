import type { Argument } from '../command-table.ts'

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
