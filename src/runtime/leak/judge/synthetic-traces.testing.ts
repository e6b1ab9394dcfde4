import type { Points } from './statistics.ts'

export interface SyntheticTrace {
  readonly family: string
  /** Bytes that each request really keeps. */
  readonly leak: number
  readonly points: Points
  /** A cache that is not full at the end looks like a leak to everybody; nothing is promised about these. */
  readonly unknowable: boolean
}

type Random = () => number
interface Shape {
  /** Bytes at a request count, above the base. */
  readonly at: (x: number) => number
  readonly leak: number
  readonly unknowable?: boolean
}

const KIB = 1024
const MIB = 1024 * KIB
const PAGE = 4 * KIB

/** mulberry32: the same numbers for the same seed. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

const between = (random: Random, low: number, high: number) => low + (high - low) * random()
const logBetween = (random: Random, low: number, high: number) => Math.exp(between(random, Math.log(low), Math.log(high)))
const gauss = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Memory over requests as services show it; `n` is the length of the window. */
const families: Readonly<Record<string, (random: Random, n: number) => Shape>> = {
  flat: () => ({ at: () => 0, leak: 0 }),
  'list that grows': (random, n) => {
    const leak = leakSize(random, n)
    return { at: (x) => leak * x, leak }
  },
  sawtooth: (random, n) => {
    const [height, period] = [between(random, 1, 60) * MIB, between(random, 0.01, 0.06) * n]
    return { at: (x) => (height * (x % period)) / period, leak: 0 }
  },
  'sawtooth with a leak': (random, n) => {
    const leak = leakSize(random, n) * 2
    const [height, period] = [between(random, 0.5, 10) * MIB, between(random, 0.01, 0.04) * n]
    return { at: (x) => (height * (x % period)) / period + leak * x, leak }
  },
  'cache that fills, then stays': (random, n) => {
    const [size, full] = [logBetween(random, MIB, 80 * MIB), between(random, 0.05, 0.7) * n]
    return { at: (x) => size * Math.min(1, x / full), leak: 0 }
  },
  'random keys into a bounded cache': (random, n) => {
    const [size, scale] = [logBetween(random, MIB, 60 * MIB), between(random, 0.05, 0.3) * n]
    return { at: (x) => size * (1 - Math.exp(-x / scale)), leak: 0, unknowable: scale > 0.15 * n }
  },
  'lazy loading in steps': (random, n) => {
    const steps = Array.from({ length: 1 + Math.floor(random() * 5) }, () => ({
      x: random() * n,
      size: logBetween(random, 100 * KIB, 20 * MIB),
    }))
    return { at: (x) => steps.reduce((sum, step) => sum + (x >= step.x ? step.size : 0), 0), leak: 0 }
  },
  'dictionary that doubles': (random, n) => {
    const leak = leakSize(random, n) * 1.5
    const table = leak * between(random, 0.05, 0.25)
    const phase = between(random, 1, 2)
    return { at: (x) => leak * x + table * phase * 2 ** Math.floor(Math.log2(Math.max(1, x / phase))), leak: leak + table }
  },
  'allocator that takes chunks': (random, n) => {
    const leak = leakSize(random, n) * 1.5
    const chunk = between(random, 0.01, 0.02) * leak * n
    return { at: (x) => Math.ceil((leak * x) / chunk) * chunk, leak }
  },
  'heap that wanders': (random, n) => {
    const [size, scale] = [between(random, 0.2, 8) * MIB, n * between(random, 0.005, 0.05)]
    const knots = Array.from({ length: 400 }, () => gauss(random))
    return { at: (x) => size * knots[Math.min(399, Math.floor(x / scale))]!, leak: 0 }
  },
}

/** From what can just be seen up to 100 kB. */
function leakSize(random: Random, n: number): number {
  return logBetween(random, Math.max(200, (1.6 * MIB) / n), 100 * KIB)
}

/** Any number of traces, the families in turn; the same for the same seed. */
export function syntheticTraces(count: number, seed: number): SyntheticTrace[] {
  const random = seededRandom(seed)
  const names = Object.keys(families)
  return Array.from({ length: count }, (_, index) => {
    const family = names[index % names.length]!
    const n = Math.round(logBetween(random, 4000, 48_000))
    const shape = families[family]!(random, n)
    return { family, leak: shape.leak, points: trace(shape, n, random), unknowable: shape.unknowable === true }
  })
}

/** As a sampler sees it: whole pages, noise of the requests in flight, now and then a spike, and often a warm-up that ends. */
function trace({ at }: Shape, n: number, random: Random): Points {
  const samples = Math.round(between(random, 120, 400))
  const noise = logBetween(random, 4 * KIB, 400 * KIB)
  const warmup = random() < 0.6 ? { size: between(random, 0, 10) * MIB, end: between(random, 0.02, 0.3) * n } : { size: 0, end: 1 }
  const base = between(random, 15, 300) * MIB
  const x: number[] = []
  const y: number[] = []
  for (let index = 0; index < samples; index++) {
    const requests = Math.round((n * (index + random() * 0.6)) / samples)
    const settled = warmup.size * Math.min(1, requests / warmup.end)
    const spike = random() < 0.01 ? between(random, 1, 20) * MIB : 0
    x.push(requests)
    y.push(Math.round((base + settled + at(requests) + Math.abs(gauss(random)) * noise + spike) / PAGE) * PAGE)
  }
  return { x, y }
}
