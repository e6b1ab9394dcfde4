import type { ReceivedCookie } from '../../runtime/assertions/types.ts'
import type { Answer } from './answer.ts'
import { receive } from './answer.ts'
import type { Spot } from './spot.ts'

/** `sid` is the value of a cookie, `sid[Max-Age]` one of its attributes. */
export function cookieSpot(answer: Answer, key: string): Spot {
  const { cookies } = receive(answer)
  const whole = cookies.findLast(({ name }) => name === key)
  const [, name = key, attribute] = whole === undefined ? (/^(.*)\[([\w-]+)\]$/.exec(key) ?? []) : []
  const cookie = whole ?? cookies.findLast((candidate) => candidate.name === name) ?? { name, value: 'apitest', attributes: [] }
  const others = cookies.filter((candidate) => candidate.name !== name)
  const withCookie = (changed: ReceivedCookie): Answer => ({ ...answer, cookies: [...others, changed] })
  if (attribute === undefined)
    return {
      values: whole === undefined ? [] : [whole.value],
      put: ([value]) =>
        value === undefined ? { ...answer, cookies: others } : typeof value === 'string' ? withCookie({ ...cookie, value }) : undefined,
    }
  const isIt = ([candidate]: readonly [string, unknown]) => candidate.toLowerCase() === attribute.toLowerCase()
  const rest = cookie.attributes.filter((candidate) => !isIt(candidate))
  const value = cookie.attributes.find(isIt)?.[1]
  const isNumber = attribute.toLowerCase() === 'max-age' && typeof value === 'string' && /^-?\d+$/.test(value)
  return {
    values: value === undefined ? [] : [isNumber ? Number(value) : value],
    put: ([other]) => {
      if (other === undefined || other === false) return withCookie({ ...cookie, attributes: rest })
      const attributeValue = other === true ? other : String(other)
      return withCookie({ ...cookie, attributes: [...rest, [attribute, attributeValue]] })
    },
  }
}
