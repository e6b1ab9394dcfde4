/** One way to find out whether a service is ready. */
export interface Probe {
  /** For people, such as `GET http://127.0.0.1:4123/`. */
  readonly description: string
  attempt(timeoutMs: number): Promise<ProbeResult>
}

export type ProbeResult =
  /** `host` is where it was reached, when the probe reached it. */
  | { readonly ready: true; readonly host?: string }
  /** `answer` is why not, for people, such as `connection refused`. */
  | { readonly ready: false; readonly answer: string }

/** A server that names `localhost` may listen on either address. */
export const loopbackHosts = ['127.0.0.1', '::1'] as const

const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed without an answer',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'network not reachable',
}

/** Words for the code of a network error. */
export function describeNetworkError(code: string): string {
  return meanings[code] ?? code
}

/** A host as it stands in a URL. */
export function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
