import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { commandTables } from './command-tables.ts'
import { packageVersion } from './package-info.ts'
import { runInProcess } from './test-host.ts'

const folder = tmpdir()

describe('the command line', () => {
  it('prints its version to standard output', async () => {
    expect(await runInProcess(folder, ['--version'])).toEqual({ exitCode: 0, stdout: `${packageVersion()}\n`, stderr: '' })
  })

  it('without a command shows the commands on standard error and fails, so that a script notices', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(folder, [])
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    for (const { name, summary } of commandTables) expect(stderr).toMatch(new RegExp(`${name} .*${summary.slice(0, 10)}`))
  })

  it('names the nearest command for one it does not know', async () => {
    expect(await runInProcess(folder, ['vaildate'])).toMatchObject({ exitCode: 2, stdout: '', stderr: 'error apitest has no command `vaildate`\nhint: Did you mean `apitest validate`?\n' })
  })

  it('names the nearest option for one it does not know', async () => {
    const { exitCode, stderr } = await runInProcess(folder, ['run', '--sead', '4'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: 'error `apitest run` has no option `--sead`\nhint: Did you mean `--seed`?\n' })
  })

  it.each(commandTables.map(({ name }) => name))('explains `%s` with options and examples', async (name) => {
    const asked = await runInProcess(folder, [name, '--help'])
    expect(asked).toMatchObject({ exitCode: 0, stderr: '' })
    expect(asked.stdout).toContain('Examples')
    const table = commandTables.find((candidate) => candidate.name === name)!
    for (const option of Object.keys(table.options)) expect(asked.stdout).toContain(`--${option}`)
    expect((await runInProcess(folder, ['help', name])).stdout).toBe(asked.stdout)
    expect(Math.max(...asked.stdout.split('\n').map((line) => line.length))).toBeLessThan(150)
  })

  it('colours its help on a terminal, unless NO_COLOR is set', async () => {
    expect((await runInProcess(folder, ['help'], { isTTY: true })).stdout).toContain('\u001B[')
    expect((await runInProcess(folder, ['help'], { isTTY: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001B[')
    expect((await runInProcess(folder, ['help'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[')
  })

  it('says what the disk refuses without calling it a bug', async () => {
    const { renderRefusal } = await import('./render-refusal.ts')
    const { plainStyle } = await import('./terminal/style.ts')
    const refused = Object.assign(new Error('EACCES'), { code: 'EACCES', path: '/x/generated', syscall: 'mkdir' })
    expect(renderRefusal(refused, plainStyle)).toBe('error /x/generated cannot be used (mkdir): permission denied\n')
    expect(renderRefusal(new Error('impossible'), plainStyle)).toBeUndefined()
    expect(renderRefusal(Object.assign(new Error('x'), { code: 'ENOENT', path: '/x' }), plainStyle)).toBeUndefined()
  })

  it('shows a mistake of its own as a bug with version and command', async () => {
    const { renderBug } = await import('./render-bug.ts')
    const { plainStyle } = await import('./terminal/style.ts')
    const text = renderBug(new Error('impossible', { cause: new Error('deeper') }), ['run', '--var', 'token=s3cret'], plainStyle)
    expect(text).toContain('This is a bug in apitest')
    expect(text).toContain(`apitest ${packageVersion()} · node ${process.versions.node}`)
    expect(text).toContain('Error: impossible')
    expect(text).toContain('Caused by: Error: deeper')
    expect(text).not.toContain('s3cret')
  })
})
