import type { LoadTarget } from './load-target.ts'
import { k6 } from './k6/k6.ts'
import { locust } from './locust/locust.ts'

/** The programs that every load profile is written for, beside the built-in engine. */
export const loadTargets: readonly LoadTarget[] = [locust, k6]
