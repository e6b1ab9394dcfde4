/** How numbers of an expectation are written and read when they have a unit. */
export interface Unit {
  readonly name: 'duration' | 'size'
  /** The number behind `500ms` or `64KiB`; `undefined` when the text is none. */
  parse(text: string): number | undefined
  format(value: number): string
  /** What a bare number was probably meant to be. */
  propose(value: number | bigint): string
}

/** Formats precisely: a value that just missed its limit must not read like the limit. */
export const duration: Unit = {
  name: 'duration',
  parse: parseDuration,
  format: (ms) => (ms < 1000 ? `${round(ms, 1)}ms` : `${round(ms / 1000, 4)}s`),
  propose: (value) => `${value}ms`,
}
export const size: Unit = {
  name: 'size',
  parse: parseSize,
  format: (bytes) => (bytes < 1024 ? formatSize(bytes) : `${formatSize(bytes)} (${bytes}B)`),
  propose: (value) => `${value}B`,
}

const durationParts = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/
const millisecondsOf: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of `500ms`, `3s`, `1h30m`. */
export function parseDuration(text: string): number | undefined {
  if (!durationParts.test(text)) return undefined
  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * (millisecondsOf[unit ?? ''] ?? Number.NaN)
  return total
}

const bytesOf: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}

/** Bytes of `100B`, `64KiB`, `2GB`. */
export function parseSize(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/.exec(text) ?? []
  return unit === undefined ? undefined : Number(amount) * (bytesOf[unit] ?? Number.NaN)
}

/** `4.2ms`, `812ms`, `1.25s`, `2m5s`, `1h30m`. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${round(ms, 1)}ms`
  if (ms < 999.5) return `${Math.round(ms)}ms`
  if (ms < 59_995) return `${round(ms / 1000, 2)}s`
  const seconds = Math.round(ms / 1000)
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${rest > 0 ? `${rest}s` : ''}`
}

/** `512B`, `1.2KiB`, `3.4MiB`. */
export function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes}B`
  if (bytes < 1024 ** 2) return `${round(bytes / 1024, 1)}KiB`
  if (bytes < 1024 ** 3) return `${round(bytes / 1024 ** 2, 1)}MiB`
  return `${round(bytes / 1024 ** 3, 2)}GiB`
}

function round(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
