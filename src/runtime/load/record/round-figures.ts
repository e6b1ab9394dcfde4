/** Microseconds as milliseconds with four digits, which is more than the histograms know. */
export function millis(micros: number): number {
  return round(micros / 1000)
}

/** Four digits are more than anybody reads. */
export function round(value: number): number {
  return Number(value.toPrecision(4))
}
