import { AsyncLocalStorage } from 'node:async_hooks'
import { randomInt } from 'node:crypto'

/** Numbers from 0 up to, not including, 1. */
export type Random = () => number

/**
 * The seed of the run: `APITEST_SEED`, else one that this process picks. Every source of random numbers is the seed mixed with what the
 * numbers are for, so neither the order of tests nor their selection changes them.
 */
export function runSeed(): number {
  const set = Number(process.env['APITEST_SEED'])
  if (Number.isSafeInteger(set) && process.env['APITEST_SEED'] !== '') return set
  pickedSeed ??= randomInt(1, 2 ** 31)
  return pickedSeed
}

let pickedSeed: number | undefined

/** A source of its own for one purpose, such as a test or a variable. */
export function createRandom(purpose: string): Random {
  let [a, b, c, d] = hash(`${runSeed()}\n${purpose}`)
  // sfc32: small, fast and long enough for test data.
  const next = (): number => {
    const sum = (a + b + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let turn = 0; turn < 12; turn++) next()
  return next
}

let forced: Random | undefined
let current: Random | undefined
let outside: Random | undefined
let concurrent: AsyncLocalStorage<Random> | undefined

/** The source of whatever runs now: a test, the value of a variable or fixture, else the process. */
export function currentRandom(): Random {
  const found = forced ?? concurrent?.getStore() ?? current
  if (found !== undefined) return found
  outside ??= createRandom('outside any test')
  return outside
}

/** A value is computed that stays the same for the whole run, whoever asks first. */
export function isForced(): boolean {
  return forced !== undefined
}

/** From here on random values belong to `random`; `undefined` ends that. */
export function useRandom(random: Random | undefined): void {
  current = random
}

/** The same for what the calling function does from here on, beside others that run meanwhile. Costs time in all that follows. */
export function enterRandom(random: Random): void {
  concurrent ??= new AsyncLocalStorage()
  concurrent.enterWith(random)
}

/** Computes a value with a source of its own, so that it does not depend on which test asks first. */
export function withRandom<T>(purpose: string, compute: () => T): T {
  const before = forced
  forced = createRandom(purpose)
  try {
    return compute()
  } finally {
    forced = before
  }
}

/** cyrb128: four well mixed numbers of a text. */
function hash(text: string): [number, number, number, number] {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067)
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233)
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213)
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179)
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067)
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233)
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213)
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179)
  const mixed = h1 ^ h2 ^ h3 ^ h4
  return [mixed, h2 ^ mixed, h3 ^ mixed, h4 ^ mixed]
}
