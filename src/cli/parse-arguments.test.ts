import { describe, expect, it } from 'vitest'
import { command } from './command-table.ts'
import { parseArguments } from './parse-arguments.ts'
import { UsageError } from './usage-error.ts'

const table = command({
  name: 'try',
  summary: 'a command of this test',
  argument: { usage: '[FILE…]', description: 'files', max: 2 },
  options: {
    watch: { type: 'flag', description: 'a flag' },
    output: { type: 'text', short: 'o', value: 'FOLDER', description: 'a text' },
    format: { type: 'text', alias: 'reporter', value: 'FORMAT', choices: ['junit', 'json'], description: 'a choice' },
    tag: { type: 'list', split: true, value: 'TAG', description: 'a list' },
    name: { type: 'list', short: 't', value: 'NAME', description: 'a list with commas in it' },
    bail: { type: 'number', value: 'N', min: 1, alone: 1, description: 'a number that may be absent' },
    seed: { type: 'number', value: 'N', min: 0, description: 'a number' },
  },
  examples: [],
  load: () => Promise.reject(new Error('not called')),
})

const nothing = { watch: false, output: undefined, format: undefined, tag: [], name: [], bail: undefined, seed: undefined }

describe('arguments', () => {
  it.each([
    [[], nothing, []],
    [['--watch', 'a.yaml', '-o', 'out'], { ...nothing, watch: true, output: 'out' }, ['a.yaml']],
    [['-oout', '--tag', 'a,b', '--tag=c'], { ...nothing, output: 'out', tag: ['a', 'b', 'c'] }, []],
    [['-t', 'a, b', '-t', 'c'], { ...nothing, name: ['a, b', 'c'] }, []],
    [['--output=a', '--output=b'], { ...nothing, output: 'b' }, []],
    [['--reporter', 'json'], { ...nothing, format: 'json' }, []],
    [['--bail'], { ...nothing, bail: 1 }, []],
    [['--bail', '3'], { ...nothing, bail: 3 }, []],
    [['--bail', 'a.yaml'], { ...nothing, bail: 1 }, ['a.yaml']],
    [['--seed', '0'], { ...nothing, seed: 0 }, []],
    [['-t=--strange'], { ...nothing, name: ['=--strange'] }, []],
    [['--name=--strange'], { ...nothing, name: ['--strange'] }, []],
    [['--', '--watch'], nothing, ['--watch']],
  ])('%j are understood', (words, options, positionals) => {
    expect(parseArguments(table, words)).toEqual({ options, arguments: positionals })
  })

  it.each([
    [['--wacth'], '`apitest try` has no option `--wacth`', 'Did you mean `--watch`?'],
    [['-x'], '`apitest try` has no option `-x`', '`npx apitest help try` lists the options'],
    [['--watch=yes'], '`--watch` takes no value, and `yes` was given', undefined],
    [['--output'], '`--output` needs a value: `--output FOLDER`', undefined],
    [['-o'], '`-o` needs a value: `-o FOLDER`', undefined],
    [['--output', '--watch'], '`--output` needs a value, and `--watch` follows it', 'If `--watch` is the value, write `--output=--watch`'],
    [['--format', 'jason'], '`--format` does not know `jason`', 'Did you mean `json`? Known: junit, json'],
    [['--seed', 'x'], '`--seed` takes a whole number from 0, and `x` was given', undefined],
    [['--bail=0'], '`--bail` takes a whole number from 1, and `0` was given', undefined],
    [['a', 'b', 'c'], '`apitest try` takes at most 2 arguments, and `c` is one more', '`npx apitest help try` shows how to call it'],
  ])('%j are refused', (words, message, hint) => {
    const thrown = catchError(() => parseArguments(table, words))
    expect(thrown).toBeInstanceOf(UsageError)
    expect(thrown).toMatchObject({ message, hint })
  })
})

function catchError(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
