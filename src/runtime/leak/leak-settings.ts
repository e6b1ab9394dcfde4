import { parseSize } from '../assertions/values/units.ts'
import { milliseconds } from '../services/milliseconds.ts'
import type { LeakDefinition, LeakProbe } from './define-leak.ts'

/** A leak window with every default filled in, as numbers. */
export interface LeakSettings {
  readonly users: number
  /** Requests a second; undefined: as fast as the users go. */
  readonly rate: number | undefined
  readonly warmup: Amount
  readonly window: Amount
  readonly extend: boolean
  readonly sampleMs: number
  readonly memory: 'auto' | 'anon' | 'cgroup' | 'gpu'
  readonly probe: LeakProbe
  /** Bytes per request. */
  readonly allow: number
  /** Bytes. */
  readonly limit: number | undefined
  readonly attribute: boolean
  readonly baseline: string | undefined
  readonly inconclusive: 'fail' | 'pass'
}

/** Until both are reached. */
export interface Amount {
  readonly requests: number
  readonly durationMs: number
}

const WARMUP = 500
const WINDOW = 24_000
/** A cache of N entries is full a little later than after N requests, where some of them ask for the same. */
const CACHE_MARGIN = 1.2

export function leakSettings(definition: LeakDefinition): LeakSettings {
  const { warmup, window, caches } = definition
  const entries = caches === undefined ? 0 : whole('caches.entries', caches.entries)
  return {
    users: definition.users === undefined ? 1 : whole('users', definition.users),
    rate: definition.rate === undefined ? undefined : perSecond(definition.rate),
    warmup: {
      requests: Math.max(Math.ceil(entries * CACHE_MARGIN), requestsOf('warmup', warmup, WARMUP)),
      durationMs: milliseconds(warmup?.duration) ?? 0,
    },
    window: { requests: requestsOf('window', window, WINDOW), durationMs: milliseconds(window?.duration) ?? 0 },
    extend: window?.extend ?? true,
    sampleMs: milliseconds(definition.sample) ?? 500,
    memory: definition.memory ?? 'auto',
    probe: definition.probe ?? 'auto',
    allow: definition.allow === undefined ? 0 : size('allow', definition.allow.replace('/request', '')),
    limit: definition.limit === undefined ? undefined : size('limit', definition.limit),
    attribute: definition.attribute ?? false,
    baseline: definition.baseline,
    inconclusive: definition.inconclusive ?? 'fail',
  }
}

/** With a duration alone, as many as come in that time. */
function requestsOf(key: string, amount: { requests?: number | string; duration?: string } | undefined, fallback: number): number {
  if (amount?.requests !== undefined) return whole(`${key}.requests`, amount.requests)
  return amount?.duration === undefined ? fallback : 0
}

function whole(key: string, value: number | string): number {
  const number = Number(value)
  if (Number.isInteger(number) && number > 0) return number
  throw new TypeError(`\`${key}\` is \`${value}\`; write a whole number, 1 or more`)
}

function size(key: string, text: string): number {
  const bytes = parseSize(text)
  if (bytes === undefined) throw new TypeError(`\`${key}\` is \`${text}\`; write a size such as 100B or 1GiB`)
  return bytes
}

function perSecond(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\/([smh])$/.exec(text) ?? []
  const seconds = unit === 's' ? 1 : unit === 'm' ? 60 : 3600
  if (amount === undefined || Number(amount) <= 0) throw new TypeError(`\`rate\` is \`${text}\`; write it as 100/s or 600/m`)
  return Number(amount) / seconds
}
