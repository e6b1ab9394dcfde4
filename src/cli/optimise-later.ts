import { setFlagsFromString } from 'node:v8'

/**
 * For processes that live for seconds. The V8 of Node 20 has functions optimised after so few calls that most of this work, on a core
 * that the tests need, never pays: without it a run takes a fifth less CPU time, and compiling a third. Later versions have a compiler
 * in between, and no such flag.
 */
export function optimiseLater(): void {
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=400000')
}
