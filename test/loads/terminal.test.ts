import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startServer } from '../support/http-server.ts'
import { requireComponent } from '../support/require-component.ts'
import { temporaryProject } from '../support/temporary-project.ts'

const missing = requireComponent('python')
const because = missing === undefined ? '' : ` (skipped: ${missing})`
const cli = path.resolve(import.meta.dirname, '../../bin/apitest.js')
const program = path.resolve(import.meta.dirname, '../support/terminal.py')

/** What the command writes into a terminal of that size while keys are pressed, `1.5=w` after so many seconds. */
async function inTerminal({ columns, keys, load }: { columns: number; keys: readonly string[]; load: string }): Promise<string> {
  const server = await startServer()
  const { folder } = temporaryProject({
    'apitest.yaml': `version: 1\nservices: { web: { url: "${server.url}", allowLoad: true } }\nloads: { load: ${load} }\n`,
  })
  const { CI: _ci, ...env } = process.env
  const words = [program, String(columns), '24', ...keys, '--', process.execPath, cli, 'load', 'load', '--headless']
  const child = spawn('python3', words, { cwd: folder, env: { ...env, TERM: 'xterm-256color', NO_COLOR: '1' } })
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  return output
}

const tasks = 'tasks: [{ get: /products/of/the/warehouse/in/the/north }, { get: / }]'

test.skipIf(missing)(`in a terminal w W s S change the users, and Ctrl-C ends the load${because}`, { timeout: 90_000 }, async () => {
  const load = `{ users: 5, duration: 60s, wait: 20ms, ${tasks} }`
  const output = await inTerminal({ columns: 100, load, keys: ['1=w', '4=W', '7=s', '10=S', '13=x', '14=\u0003'] })
  const users = [...new Set([...output.matchAll(/ (\d+) users/g)].map(([, count]) => Number(count)))]
  expect(users).toEqual([5, 6, 16, 15])
  const last = [...output.matchAll(/ (\d+) users/g)].at(-1)?.[1]
  expect(last).toBe('5')
  expect(output).toContain('stopping; Ctrl-C again ends at once')
  expect(output).toMatch(/report: .*report\.html/)
  expect(output.trim()).toMatch(/exit 130$/)
})

test.skipIf(missing)(`a narrow terminal gets no line that it would break${because}`, { timeout: 90_000 }, async () => {
  const output = await inTerminal({ columns: 50, keys: [], load: `{ rate: 50/s, duration: 4s, ${tasks} }` })
  // What is drawn again and again stands between these two codes.
  // oxlint-disable-next-line no-control-regex
  const frames = [...output.matchAll(/\u001B\[\?2026h(.*?)\u001B\[\?2026l/gs)].map(([, frame = '']) => frame)
  expect(frames.length).toBeGreaterThan(2)
  const drawn = frames.filter((frame) => frame.includes('requests'))
  expect(drawn.length).toBeGreaterThan(0)
  // oxlint-disable-next-line no-control-regex
  const lines = drawn.flatMap((frame) => frame.replaceAll(/\u001B\[[\d;?]*[A-Za-z]/g, '').split(/\r?\n/))
  for (const line of lines) expect([...line.replaceAll('\r', '')].length, line).toBeLessThan(50)
  expect(output.trim()).toMatch(/exit 0$/)
})
