/** The same proportions in whole numbers, as small as possible: 0.5 and 1.5 become 1 and 3. */
export function wholeWeights(weights: readonly number[]): readonly number[] {
  let factor = 1
  while (factor < 1e6 && weights.some((weight) => !Number.isInteger(Number((weight * factor).toPrecision(12))))) factor *= 10
  const whole = weights.map((weight) => Math.max(1, Math.round(weight * factor)))
  const divisor = factor === 1 ? 1 : whole.reduce(greatestCommonDivisor)
  return whole.map((weight) => weight / divisor)
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
