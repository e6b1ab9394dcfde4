// The process that runs the tests: started while the command line still loads vitest and compiles, so that everything it needs is
// there when the first test comes.
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { init, runBaseTests, setupEnvironment } from 'vitest/worker'
import '../../runtime/index.ts'
import { loadAgent } from '../../runtime/http/send-once.ts'
import { optimiseLater } from '../optimise-later.ts'

optimiseLater()
// V8 begins to optimise undici's parser, which is WebAssembly, at its first request, and would keep this process from ending until that
// is done, a tenth of a second later; it may do so after some thousand requests.
setFlagsFromString('--wasm-tiering-budget=100000000')

// vitest replaces process.exit, and tests may do what they like to the others
const exit = process.exit.bind(process)
const send = process.send!.bind(process)
const on = process.on.bind(process)
const off = process.off.bind(process)

// A Ctrl-C in the terminal reaches this process too; the command line decides what happens then, and hangs up at the end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) on(signal, () => {})
on('disconnect', () => exit(0))
process.once('message', ({ env }: { env: Record<string, string> }) => {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
})

init({
  post: (response) => send(response),
  on: (callback) => on('message', callback),
  off: (callback) => off('message', callback),
  runTests: async (state, traces) => {
    // Vitest undoes what lives as long as the run when it answers no more, so that a hook which imports a module would wait forever.
    const undo = new Set<() => unknown>()
    state.onCleanup = (listener) => void undo.add(listener)
    try {
      await runBaseTests('run', state, traces)
    } finally {
      await Promise.all([...undo].map((listener) => listener()))
    }
  },
  collectTests: (state, traces) => runBaseTests('collect', state, traces),
  setup: setupEnvironment,
})

loadAgent()
await import('vitest')
