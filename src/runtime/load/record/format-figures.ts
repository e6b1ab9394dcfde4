/** Microseconds for people: `350 µs`, `4.21 ms`, `38.4 ms`, `812 ms`, `1.25 s`, `2 min 5 s`. */
export function formatMicros(micros: number): string {
  if (micros < 999.5) return `${Math.round(micros)} µs`
  if (micros < 9_995) return `${(micros / 1000).toFixed(2)} ms`
  if (micros < 99_950) return `${(micros / 1000).toFixed(1)} ms`
  if (micros < 999_500) return `${Math.round(micros / 1000)} ms`
  if (micros < 59_995_000) return `${(micros / 1_000_000).toFixed(2)} s`
  return formatSeconds(micros / 1_000_000)
}

/** `42 s`, `2 min 5 s`, `1 h 20 min`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const parts = hours > 0 ? [`${hours} h`, minutes > 0 && `${minutes} min`] : [`${minutes} min`, rest > 0 && `${rest} s`]
  return parts.filter((part) => part !== false).join(' ')
}

/** Clock of a run: `0:05`, `12:40`, `1:02:03`. */
export function formatClock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60]
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

/** Milliseconds as in tables whose heading names the unit: `0.35`, `4.2`, `38.4`, `812`. */
export function formatMillis(micros: number): string {
  const millis = micros / 1000
  return millis < 9.995 ? millis.toFixed(2) : millis < 99.95 ? millis.toFixed(1) : formatCount(Math.round(millis))
}

/** `12,345`, the same everywhere whatever the reader's language. */
export function formatCount(number: number): string {
  return Math.round(number)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Something a second: `0.25`, `4.2`, `1,250`. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0'
  return perSecond < 9.995 ? perSecond.toFixed(2) : perSecond < 99.95 ? perSecond.toFixed(1) : formatCount(perSecond)
}

/** A share of 1: `0 %`, `0.02 %`, `1.4 %`, `< 0.01 %`. */
export function formatShare(share: number): string {
  const percent = share * 100
  if (percent === 0) return '0 %'
  if (percent < 0.01) return '< 0.01 %'
  return `${percent < 0.995 ? percent.toFixed(2) : percent < 9.95 ? percent.toFixed(1) : Math.round(percent)} %`
}

/** `512 B`, `1.2 KiB`, `3.4 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${Math.round(bytes)} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`
  if (bytes < 1024 ** 3) return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
  return `${(bytes / 1024 ** 3).toFixed(2)} GiB`
}
