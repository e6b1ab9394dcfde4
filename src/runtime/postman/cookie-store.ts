import type { CookieJar } from '../http/cookie-jar.ts'

interface CookieJson {
  readonly key: string
  readonly value: string
  readonly domain: string
  readonly path?: string
}

/** What a script asks of Postman's cookie store (`pm.cookies.jar()`), answered from our jar. */
export function callStore(jar: CookieJar, method: string, args: readonly unknown[]): unknown {
  const texts = args.map((argument) => (typeof argument === 'string' ? argument : undefined))
  switch (method) {
    case 'findCookie':
      return toJson(jar).find(({ domain, key }) => domain === texts[0] && key === texts[2])
    case 'findCookies':
      return toJson(jar).filter(({ domain }) => domain === texts[0])
    case 'getAllCookies':
      return toJson(jar)
    case 'putCookie':
      return put(jar, args[0] as CookieJson)
    case 'updateCookie':
      return put(jar, args[1] as CookieJson)
    case 'removeCookie':
      return void jar.remove({ domain: texts[0], name: texts[2] })
    case 'removeCookies':
      return void jar.remove({ domain: texts[0] })
    case 'removeAllCookies':
      return void jar.remove({})
    default:
      return undefined
  }
}

function toJson(jar: CookieJar): CookieJson[] {
  return jar.all().map(({ name, value, domain, path }) => ({ key: name, value, domain, path, hostOnly: true }))
}

function put(jar: CookieJar, { key, value, domain, path }: CookieJson): void {
  jar.store(new URL(`http://${domain}/`), [{ name: key, value, attributes: [['Path', path ?? '/']] }])
}
