/** Headers that a browser adds on its own, and that say nothing about the request. */
const browserHeaders =
  /^(?:accept-(?:language|encoding)|user-agent|referer|origin|dnt|priority|pragma|cache-control|te|upgrade-insecure-requests|sec-.*|if-(?:none-match|modified-since)|x-requested-with)$/i

export function isBrowserHeader(name: string): boolean {
  return browserHeaders.test(name)
}

/** Whether a browser wrote the headers: no program and no person writes `sec-fetch-mode`. */
export function isFromBrowser(names: readonly string[]): boolean {
  return names.some((name) => /^sec-(?:fetch-|ch-ua|gpc)/i.test(name))
}
