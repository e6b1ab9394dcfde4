/** A round number beside an axis, without the zeros that a measured one has: `1 s`, not `1.00 s`. */
export function formatTick(value: number, format: (value: number) => string): string {
  if (value === 0) return '0'
  return format(value)
    .replace(/(\.\d*?)0+(?!\d)/, '$1')
    .replace(/\.(?!\d)/, '')
}
