const durationParts = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/
const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }
const bytes: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}

/** Milliseconds of `500ms`, `3s`, `1h30m`; `undefined` for anything else, such as a `${…}`. */
export function durationMs(value: unknown): number | undefined {
  if (typeof value !== 'string' || !durationParts.test(value)) return undefined
  let total = 0
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g))
    total += Number(amount) * (milliseconds[unit ?? ''] ?? Number.NaN)
  return total
}

/** Bytes of `100B`, `64KiB`, `2GB`. */
export function sizeBytes(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$/.exec(value) ?? []
  return unit === undefined ? undefined : Number(amount) * (bytes[unit] ?? Number.NaN)
}

export function plainNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}
