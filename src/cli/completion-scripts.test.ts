import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { commandTables } from './command-tables.ts'
import { completionScripts } from './completion-scripts.ts'

const folder = mkdtempSync(join(tmpdir(), 'apitest-completion-'))
writeFileSync(join(folder, 'apitest.yaml'), '')
afterAll(() => rmSync(folder, { recursive: true }))

/** What bash offers behind a command line. */
function bashOffers(line: string): readonly string[] {
  const words = line.split(' ')
  const script = `${completionScripts.bash(commandTables)}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _apitest; printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' }).split('\n').filter((word) => word !== '')
}

describe('completion', () => {
  it.each([
    ['apitest co', ['compile', 'compare', 'completion']],
    ['apitest run --ta', ['--tag']],
    ['apitest run --reporter g', ['github']],
    ['apitest run --only ', ['tests', 'leaks', 'loads']],
    ['apitest run ap', ['apitest.yaml']],
    ['apitest completion ', ['bash', 'zsh', 'fish']],
    ['apitest help do', ['doctor']],
    ['apitest selfcheck --fo', ['--format', '--force']],
    ['apitest validate --format s', ['sarif']],
    ['apitest compile --f', ['--force', '--format']],
    ['apitest run --seed ', []],
  ])('bash offers for `%s`', (line, words) => {
    expect(bashOffers(line)).toEqual(words)
  })

  it.each(['zsh', 'fish'] as const)('%s gets every command and option', (shell) => {
    const script = completionScripts[shell](commandTables)
    for (const { name, options } of commandTables) {
      expect(script).toContain(name)
      for (const option of Object.keys(options)) expect(script).toContain(shell === 'fish' ? `-l ${option} ` : `--${option}[`)
    }
  })
})
