/** The smallest step of whole seconds that people know with which a run fits into so many points. */
export function chooseStep(seconds: number, points: number): number {
  return [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600].find((step) => seconds / step <= points) ?? Math.ceil(seconds / points)
}
