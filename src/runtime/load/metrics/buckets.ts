/**
 * Log-linear buckets for whole microseconds: exact below 256, above that 128 buckets for each power of two, so that the middle of a
 * bucket is never further than 0.4 % from the values in it.
 */
export const bucketCount = 3328

/** The largest value that has a bucket of its own size: 2^32 - 1, about 71 minutes; larger ones are kept in the last bucket. */
export const largestValue = 0xffff_ffff

export function bucketOf(micros: number): number {
  const value = micros >= largestValue ? largestValue : micros >>> 0
  if (value < 256) return value
  const exponent = 24 - Math.clz32(value)
  return (exponent << 7) + (value >>> exponent)
}

/** The smallest value of a bucket. */
export function bucketFloor(index: number): number {
  if (index < 256) return index
  const exponent = (index >>> 7) - 1
  return ((index & 127) + 128) * 2 ** exponent
}

/** How many whole microseconds share a bucket. */
export function bucketWidth(index: number): number {
  return index < 256 ? 1 : 2 ** ((index >>> 7) - 1)
}

/** What stands for all values of a bucket. */
export function bucketMiddle(index: number): number {
  return bucketFloor(index) + (bucketWidth(index) - 1) / 2
}
