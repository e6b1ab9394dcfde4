import { describe, expect, it } from 'vitest'
import { splitCommand } from './split-command.ts'

const words = (command: string) =>
  splitCommand(command).words.map((word) => word.map((part) => (typeof part === 'string' ? part : `«${part.kind === 'call' ? part.name.value : part.segments.map((segment) => segment.value).join('.')}»`)).join(''))

describe('a command', () => {
  it.each([
    ['node server.js', ['node', 'server.js']],
    ['  node\n  server.js\t--x ', ['node', 'server.js', '--x']],
    ['gunicorn app:app --bind 127.0.0.1:${port}', ['gunicorn', 'app:app', '--bind', '127.0.0.1:«port»']],
    [`python -c 'print("hi there")'`, ['python', '-c', 'print("hi there")']],
    [`echo "a 'b' \\"c\\" \\n"`, ['echo', `a 'b' "c" \\n`]],
    [`echo a\\ b 'it'"'"'s'`, ['echo', 'a b', "it's"]],
    [`run "" ''`, ['run', '', '']],
    ['run \\\n  --long', ['run', '--long']],
    ["awk '{ print $1 | x > y }'", ['awk', '{ print $1 | x > y }']],
    ['echo \\$HOME \\| \\`', ['echo', '$HOME', '|', '`']],
    ['echo ${faker("a b")}x', ['echo', '«faker»x']],
    ["echo '${env.A}'", ['echo', '«env.A»']],
    ['echo $${x} 5$', ['echo', '${x}', '5$']],
    ['echo \\$${env.A} \\${env.A}', ['echo', '${env.A}', '«env.A»']],
    ['tests/*.py a?b [x]', ['tests/*.py', 'a?b', '[x]']],
    ['port2>', ['port2>']],
    ['run --filter=a=b', ['run', '--filter=a=b']],
  ])('%j becomes %j', (command, expected) => {
    expect(words(command)).toEqual(expected)
  })

  it.each([
    ['a ▸|◂ b', 'shell-syntax'],
    ['a ▸&&◂ b', 'shell-syntax'],
    ['a ▸||◂ b', 'shell-syntax'],
    ['a ▸&◂', 'shell-syntax'],
    ['a▸;◂ b', 'shell-syntax'],
    ['a ▸>◂ b', 'shell-syntax'],
    ['a ▸2>◂&1', 'shell-syntax'],
    ['a ▸>>◂ b', 'shell-syntax'],
    ['a ▸<◂ b', 'shell-syntax'],
    ['a ▸`◂b`', 'shell-syntax'],
    ['a ▸$(◂b)', 'shell-syntax'],
    ['a ▸$HOME◂/x', 'shell-syntax'],
    ['a "x ▸$HOME◂"', 'shell-syntax'],
    ['a ▸"b c◂', 'unterminated-quote'],
    ["a ▸'b c◂", 'unterminated-quote'],
    ['▸MODE=test◂ node x', 'assignment'],
  ])('%s is marked as %s', (marked, kind) => {
    const command = marked.replaceAll(/[▸◂]/g, '')
    const { mistake } = splitCommand(command)
    expect(mistake?.kind).toBe(kind)
    expect(`${command.slice(0, mistake?.start)}▸${mistake?.text}◂${command.slice(mistake?.end)}`).toBe(marked)
  })
})
