import { duration, formatSize, size as sizeUnit } from '../../runtime/assertions/values/units.ts'
import type { Unit } from '../../runtime/assertions/values/units.ts'
import type { Answer } from './answer.ts'
import type { Spot } from './spot.ts'

const statuses = [100, 200, 201, 204, 301, 304, 400, 401, 403, 404, 409, 422, 429, 500, 502, 503, 599]

/** HTTP has the statuses from 100 to 599. */
export function statusSpot(answer: Answer): Spot {
  return { values: [answer.status], more: statuses, put: ([status]) => (isWhole(status, 100, 599) ? { ...answer, status } : undefined) }
}

/** No answer takes longer than the request's timeout. */
export function timeSpot(answer: Answer, timeoutMs: number): Spot {
  return {
    values: [answer.durationMs],
    more: [0, timeoutMs],
    show: (ms) => (ms === timeoutMs ? `${duration.format(timeoutMs)} (the timeout)` : duration.format(Number(ms))),
    read: reader(duration),
    put: ([ms]) => (typeof ms === 'number' && ms >= 0 && ms <= timeoutMs ? { ...answer, durationMs: ms } : undefined),
  }
}

export function sizeSpot(answer: Answer, sizeBytes: number): Spot {
  return {
    values: [sizeBytes],
    more: [0, 2 ** 40],
    show: (bytes) => formatSize(Number(bytes)),
    read: reader(sizeUnit),
    put: ([bytes]) => (isWhole(bytes, 0, Number.MAX_SAFE_INTEGER) ? { ...answer, sizeBytes: bytes } : undefined),
  }
}

export function textSpot(answer: Answer, text: string): Spot {
  return {
    values: [text],
    put: ([other]) => (typeof other === 'string' ? { ...answer, body: { text: other }, sizeBytes: undefined } : undefined),
  }
}

/** A number of redirects, or where each led. */
export function redirectsSpot(answer: Answer, operand: unknown): Spot {
  const locations = answer.redirects.map(({ location }) => location)
  if (!Array.isArray(operand))
    return {
      values: [locations.length],
      more: [0, 1],
      put: ([count]) => (isWhole(count, 0, 20) ? redirected(answer, Array(count).fill('/apitest')) : undefined),
    }
  return { values: [locations], put: ([list]) => (isTexts(list) ? redirected(answer, list) : undefined) }
}

function redirected(answer: Answer, locations: readonly string[]): Answer {
  return { ...answer, redirects: locations.map((location) => ({ status: 302, location })) }
}

function isTexts(list: unknown): list is string[] {
  return Array.isArray(list) && list.every((item) => typeof item === 'string')
}

/** Lines of a header; the runtime joins several for matchers of one value. */
export function headerSpot(answer: Answer, name: string): Spot {
  const isIt = ([header]: readonly [string, string]) => header.toLowerCase() === name.toLowerCase()
  return {
    values: answer.headers.filter(isIt).map(([, value]) => value),
    listMatchers: new Set(['any', 'each', 'unique']),
    put: (values) =>
      values.every((value) => typeof value === 'string')
        ? { ...answer, headers: [...answer.headers.filter((header) => !isIt(header)), ...values.map((value) => [name, value] as const)] }
        : undefined,
  }
}

function reader(unit: Unit): (operand: unknown) => unknown {
  return (operand) => (typeof operand === 'string' ? unit.parse(operand) : operand)
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return Number.isInteger(value) && Number(value) >= least && Number(value) <= most
}
