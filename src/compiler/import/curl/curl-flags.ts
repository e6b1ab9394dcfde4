/** What a flag means to an import. */
export type FlagMeaning =
  | 'method'
  | 'header'
  | 'data'
  | 'raw'
  | 'binary'
  | 'urlencode'
  | 'form'
  | 'formString'
  | 'user'
  | 'cookie'
  | 'agent'
  | 'referer'
  | 'json'
  | 'url'
  | 'timeout'
  | 'redirects'
  | 'bearer'
  | 'urlQuery'
  | 'upload'
  | 'query'
  | 'head'
  | 'insecure'
  | 'digest'
  | 'follow'
  /** Says nothing of the request. */
  | 'ignored'
  /** Changes the request in a way that the language cannot say. */
  | 'lost'

export interface CurlFlag {
  readonly meaning: FlagMeaning
  readonly takesValue: boolean
}

const withValue: Readonly<Record<string, FlagMeaning>> = {
  request: 'method',
  header: 'header',
  data: 'data',
  'data-ascii': 'data',
  'data-raw': 'raw',
  'data-binary': 'binary',
  'data-urlencode': 'urlencode',
  form: 'form',
  'form-string': 'formString',
  user: 'user',
  cookie: 'cookie',
  'user-agent': 'agent',
  referer: 'referer',
  json: 'json',
  url: 'url',
  'max-time': 'timeout',
  'max-redirs': 'redirects',
  'oauth2-bearer': 'bearer',
  'url-query': 'urlQuery',
  'upload-file': 'upload',
  output: 'ignored',
  'write-out': 'ignored',
  'cookie-jar': 'ignored',
  'connect-timeout': 'ignored',
  retry: 'ignored',
  'retry-delay': 'ignored',
  'retry-max-time': 'ignored',
  'limit-rate': 'ignored',
  stderr: 'ignored',
  trace: 'ignored',
  'trace-ascii': 'ignored',
  'dump-header': 'ignored',
  'keepalive-time': 'ignored',
  'speed-limit': 'ignored',
  'speed-time': 'ignored',
  'max-filesize': 'ignored',
  'tls-max': 'ignored',
  ciphers: 'ignored',
  proxy: 'lost',
  'proxy-user': 'lost',
  noproxy: 'lost',
  cacert: 'lost',
  capath: 'lost',
  cert: 'lost',
  'cert-type': 'lost',
  key: 'lost',
  'key-type': 'lost',
  pass: 'lost',
  resolve: 'lost',
  'connect-to': 'lost',
  interface: 'lost',
  range: 'lost',
  'time-cond': 'lost',
  'unix-socket': 'lost',
  'aws-sigv4': 'lost',
}

const alone: Readonly<Record<string, FlagMeaning>> = {
  get: 'query',
  head: 'head',
  insecure: 'insecure',
  digest: 'digest',
  location: 'follow',
  'location-trusted': 'follow',
  basic: 'ignored',
  compressed: 'ignored',
  silent: 'ignored',
  'show-error': 'ignored',
  verbose: 'ignored',
  include: 'ignored',
  fail: 'ignored',
  'fail-with-body': 'ignored',
  'fail-early': 'ignored',
  'http1.0': 'ignored',
  'http1.1': 'ignored',
  http2: 'ignored',
  'http2-prior-knowledge': 'ignored',
  http3: 'ignored',
  'path-as-is': 'ignored',
  globoff: 'ignored',
  'no-buffer': 'ignored',
  'progress-bar': 'ignored',
  'no-progress-meter': 'ignored',
  'remote-name': 'ignored',
  'remote-header-name': 'ignored',
  ipv4: 'ignored',
  ipv6: 'ignored',
  'tcp-nodelay': 'ignored',
  'no-keepalive': 'ignored',
  raw: 'ignored',
  'retry-connrefused': 'ignored',
  'retry-all-errors': 'ignored',
  'tlsv1.2': 'ignored',
  'tlsv1.3': 'ignored',
  tlsv1: 'ignored',
  'junk-session-cookies': 'ignored',
  styled: 'ignored',
  'create-dirs': 'ignored',
  parallel: 'ignored',
  ntlm: 'lost',
  negotiate: 'lost',
  anyauth: 'lost',
  'proxy-insecure': 'lost',
  disable: 'ignored',
  netrc: 'lost',
}

const short: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  F: 'form',
  u: 'user',
  b: 'cookie',
  A: 'user-agent',
  e: 'referer',
  m: 'max-time',
  T: 'upload-file',
  o: 'output',
  w: 'write-out',
  c: 'cookie-jar',
  D: 'dump-header',
  x: 'proxy',
  U: 'proxy-user',
  E: 'cert',
  r: 'range',
  z: 'time-cond',
  G: 'get',
  I: 'head',
  k: 'insecure',
  L: 'location',
  s: 'silent',
  S: 'show-error',
  v: 'verbose',
  i: 'include',
  f: 'fail',
  '0': 'http1.0',
  g: 'globoff',
  N: 'no-buffer',
  '#': 'progress-bar',
  O: 'remote-name',
  J: 'remote-header-name',
  '4': 'ipv4',
  '6': 'ipv6',
  j: 'junk-session-cookies',
  n: 'netrc',
  q: 'disable',
  Z: 'parallel',
}

/** A flag by its long name or its letter; `undefined` for one that curl does not have, or that is too rare. */
export function curlFlag(name: string): CurlFlag | undefined {
  const long = name.length === 1 ? (Object.hasOwn(short, name) ? short[name]! : name) : name
  if (Object.hasOwn(withValue, long)) return { meaning: withValue[long]!, takesValue: true }
  if (Object.hasOwn(alone, long)) return { meaning: alone[long]!, takesValue: false }
  return undefined
}

export const longFlags: readonly string[] = [...Object.keys(withValue), ...Object.keys(alone)]
