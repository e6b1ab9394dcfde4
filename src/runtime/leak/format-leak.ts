const KIB = 1024

/** `1,080 B`, `12.3 KiB`, `1.2 MiB`: three digits are enough, and small numbers stay whole. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes)
  const sign = bytes < 0 ? '-' : ''
  if (size < 10 * KIB) return `${sign}${Math.round(size).toLocaleString('en')} B`
  if (size < KIB ** 2) return `${sign}${digits(size / KIB)} KiB`
  if (size < KIB ** 3) return `${sign}${digits(size / KIB ** 2)} MiB`
  return `${sign}${digits(size / KIB ** 3)} GiB`
}

/** Of bytes or things, for each request: `1,080 B`, `0.99`. */
export function formatPerRequest(value: number, unit: 'bytes' | 'count'): string {
  return unit === 'bytes' ? formatBytes(value) : String(Number(value.toPrecision(2)))
}

export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en')
}

/** `45 min`, `3.2 h`, `12 days`. */
export function formatSpan(seconds: number): string {
  if (seconds < 10) return `${digits(seconds)} s`
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`
  if (seconds < 2 * 86_400) return `${digits(seconds / 3600)} h`
  return `${formatCount(seconds / 86_400)} days`
}

export function formatRate(perSecond: number): string {
  return `${perSecond < 10 ? Number(perSecond.toFixed(1)) : formatCount(perSecond)}/s`
}

function digits(value: number): string {
  return value >= 100 ? formatCount(value) : String(Number(value.toFixed(1)))
}
