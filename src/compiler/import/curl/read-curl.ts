import { nearestName } from '../../diagnostics/nearest-name.ts'
import { loginOf, splitUrl } from '../http/convert-request.ts'
import { isBrowserHeader, isFromBrowser } from '../http/browser-headers.ts'
import { hasExpression, mapLiteral } from '../http/expressions.ts'
import type { HttpBody, HttpField, HttpRequest } from '../http/http-request.ts'
import type { Secrets } from '../http/secrets.ts'
import { commandPromptWords, isForCommandPrompt } from './command-prompt.ts'
import { curlFlag, longFlags } from './curl-flags.ts'
import type { FlagMeaning } from './curl-flags.ts'
import { readFormField } from './read-form-field.ts'
import { ShellMistake, shellWords } from './shell-words.ts'

/** What of a curl line cannot be brought over. */
export class CurlMistake extends Error {
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

export interface ReadCurl {
  readonly request: HttpRequest
  /** What was left out, one sentence each. */
  readonly lost: readonly string[]
}

interface Flag {
  readonly meaning: FlagMeaning
  readonly name: string
  readonly value: string
}

/** Reads a curl command; throws a `CurlMistake`. Nothing is run, and no file is read. */
export function readCurl(line: string, secrets: Secrets): ReadCurl {
  const { flags, urls, rest } = readFlags(line, secrets)
  const [url, second] = urls
  if (url === undefined) throw new CurlMistake('the command names no URL')
  if (second !== undefined) throw new CurlMistake(`the command names a second URL, \`${second}\``, 'Import one request at a time')
  const all = (meaning: FlagMeaning) => flags.filter((flag) => flag.meaning === meaning).map(({ value }) => value)
  const last = (meaning: FlagMeaning) => all(meaning).at(-1)
  const has = (meaning: FlagMeaning) => flags.some((flag) => flag.meaning === meaning)
  const asQuery = has('query')
  const data = bodyOf(flags)
  const queries = [...(asQuery && data?.kind === 'text' ? [data.text] : []), ...all('urlQuery').map(encodeField)]
  const body = asQuery ? undefined : data
  const user = last('user')
  const bearer = last('bearer')
  const seconds = Number(last('timeout'))
  const redirects = last('redirects')
  const headers = headersOf(flags, body)
  const copied = isFromBrowser(headers.map(([name]) => name))
  const own = copied ? headers.filter(([name]) => !isBrowserHeader(name)) : headers
  return {
    request: {
      method: last('method') ?? (has('head') ? 'HEAD' : has('upload') ? 'PUT' : body === undefined ? 'GET' : 'POST'),
      url: withQuery(url, queries),
      headers: own,
      body,
      ...(user !== undefined && { auth: loginOf(has('digest') ? 'digest' : 'basic', user, secrets) }),
      ...(bearer !== undefined && { auth: { bearer: hasExpression(bearer) ? bearer : secrets.keep('API_TOKEN', bearer) } }),
      ...(seconds > 0 && { timeout: seconds % 1 === 0 ? `${seconds}s` : `${Math.round(seconds * 1000)}ms` }),
      ...(redirects !== undefined && Number(redirects) >= 0 && { redirects: Number(redirects) }),
    },
    lost: [
      ...flags.filter(({ meaning }) => meaning === 'lost').map(({ name }) => `\`${name}\` has no counterpart and was left out`),
      ...(has('insecure') ? ['`--insecure` was left out: certificates are checked; NODE_EXTRA_CA_CERTS names your own authority'] : []),
      ...(own.length < headers.length ? [`${headers.length - own.length} headers that the browser adds on its own were left out`] : []),
      ...(rest === undefined || rest.trim() === ';' ? [] : [`\`${rest.slice(0, 60)}\` stands behind the command and was left out`]),
    ],
  }
}

function readFlags(line: string, secrets: Secrets): { flags: readonly Flag[]; urls: readonly string[]; rest: string | undefined } {
  const { words, rest } = split(line, secrets)
  const [program, ...others] = words[0] === '$' ? words.slice(1) : words
  if (program === undefined || !/(?:^|[/\\])curl(?:\.exe)?$/.test(program))
    throw new CurlMistake(
      `the line begins with \`${program ?? ''}\`, and not with \`curl\``,
      'Of what browsers copy, the forms for a POSIX shell (bash) and the Windows command prompt (cmd) are read',
    )
  const flags: Flag[] = []
  const urls: string[] = []
  for (let index = 0; index < others.length; index++) {
    const word = others[index]!
    const take = (name: string): string => {
      const value = others[++index]
      if (value === undefined) throw new CurlMistake(`\`${name}\` needs a value`)
      return value
    }
    if (word.startsWith('--') && word.length > 2) {
      const known = needFlag(word.slice(2), word)
      flags.push({ meaning: known.meaning, name: word, value: known.takesValue ? take(word) : '' })
    } else if (word.startsWith('-') && word.length > 1) {
      for (let at = 1; at < word.length; at++) {
        const name = `-${word[at]!}`
        const { meaning, takesValue } = needFlag(word[at]!, name)
        const rest = word.slice(at + 1)
        flags.push({ meaning, name, value: takesValue ? (rest === '' ? take(name) : rest) : '' })
        if (takesValue) break
      }
    } else urls.push(word)
  }
  return { flags, urls: [...flags.filter(({ meaning }) => meaning === 'url').map(({ value }) => value), ...urls], rest }
}

function split(line: string, secrets: Secrets): ReturnType<typeof shellWords> {
  try {
    return isForCommandPrompt(line) ? commandPromptWords(line) : shellWords(line, (name) => secrets.name(name))
  } catch (error) {
    if (error instanceof ShellMistake) throw new CurlMistake(error.message)
    throw error
  }
}

function needFlag(name: string, shown: string): NonNullable<ReturnType<typeof curlFlag>> {
  const flag = curlFlag(name)
  if (flag !== undefined) return flag
  const nearest = name.length > 1 ? nearestName(name, longFlags) : undefined
  throw new CurlMistake(
    `\`${shown}\` is no flag that the import knows`,
    nearest === undefined ? 'Take it out where it does not change the request' : `Did you mean \`--${nearest}\`?`,
  )
}

function headersOf(flags: readonly Flag[], body: HttpBody | undefined): HttpRequest['headers'] {
  const headers: (readonly [string, string | undefined])[] = []
  let cookies: string[] = []
  for (const { meaning, value } of flags) {
    if (meaning === 'header') headers.push(readHeader(value))
    else if (meaning === 'agent') headers.push(['user-agent', value === '' ? undefined : value])
    else if (meaning === 'referer') headers.push(['referer', value.replace(/;auto$/, '')])
    else if (meaning === 'cookie') {
      if (!value.includes('='))
        throw new CurlMistake(`\`--cookie ${value}\` names a file of cookies`, 'Write the cookies themselves: `--cookie name=value`')
      cookies = [...cookies, value.replace(/;\s*$/, '')]
    } else if (meaning === 'json' && !headers.some(([name]) => name.toLowerCase() === 'accept'))
      headers.push(['accept', 'application/json'])
  }
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')])
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type')
  const implied = flags.some(({ meaning }) => meaning === 'json')
    ? 'application/json'
    : flags.some(({ meaning }) => meaning === 'upload')
      ? undefined
      : 'application/x-www-form-urlencoded'
  if (body !== undefined && body.kind !== 'multipart' && !typed && implied !== undefined) headers.push(['content-type', implied])
  return headers
}

/** `Name: value`; `Name;` is sent empty, `Name:` not at all. */
function readHeader(text: string): readonly [string, string | undefined] {
  const at = text.indexOf(':')
  if (at < 0) {
    if (text.endsWith(';')) return [text.slice(0, -1).trim(), '']
    throw new CurlMistake(
      `the header \`${text}\` has no value`,
      text.startsWith('@') ? 'Headers in a file are not read; write them out' : 'Write `Name: value`',
    )
  }
  const value = text.slice(at + 1).trim()
  return [text.slice(0, at).trim(), value === '' ? undefined : value]
}

function bodyOf(flags: readonly Flag[]): HttpBody | undefined {
  const forms = flags.filter(({ meaning }) => meaning === 'form' || meaning === 'formString')
  if (forms.length > 0) return { kind: 'multipart', fields: forms.map(fieldOf) }
  const upload = flags.find(({ meaning }) => meaning === 'upload')
  if (upload !== undefined) return { kind: 'file', path: upload.value }
  const pieces = flags.filter(({ meaning }) => ['data', 'raw', 'binary', 'urlencode', 'json'].includes(meaning))
  if (pieces.length === 0) return undefined
  const file = pieces.find(({ meaning, value }) => value.startsWith('@') && meaning !== 'raw' && meaning !== 'urlencode')
  if (file !== undefined && pieces.length > 1)
    throw new CurlMistake(
      'a body that is put together from files and texts cannot be brought over',
      'Save it as one file: `--data-binary @body`',
    )
  if (file !== undefined && file.value === '@-')
    throw new CurlMistake('the body comes from standard input', 'Save it as a file: `--data-binary @body`')
  if (file !== undefined) return { kind: 'file', path: file.value.slice(1) }
  const isJson = pieces.every(({ meaning }) => meaning === 'json')
  return {
    kind: 'text',
    text: pieces.map(({ meaning, value }) => (meaning === 'urlencode' ? encodeField(value) : value)).join(isJson ? '' : '&'),
  }
}

function fieldOf({ meaning, value }: Flag): HttpField {
  const at = value.indexOf('=')
  if (at < 0) throw new CurlMistake(`the form field \`${value}\` has no value`, 'Write `name=value`')
  const [name, content] = [value.slice(0, at), value.slice(at + 1)]
  return meaning === 'formString' ? { name, text: content } : readFormField(name, content)
}

const encode = (text: string) =>
  mapLiteral(text, (literal) =>
    encodeURIComponent(literal).replaceAll(/[!'()*]/g, (sign) => `%${sign.codePointAt(0)!.toString(16).toUpperCase()}`),
  )

/** As `--data-urlencode`: `content`, `=content`, `name=content`; files are not read. */
function encodeField(value: string): string {
  const at = value.indexOf('=')
  if (at < 0 && value.includes('@'))
    throw new CurlMistake(`\`--data-urlencode ${value}\` takes its text from a file`, 'Write the text itself')
  if (at < 0) return encode(value)
  return at === 0 ? encode(value.slice(1)) : `${value.slice(0, at)}=${encode(value.slice(at + 1))}`
}

function withQuery(url: string, queries: readonly string[]): string {
  const plain = url.replace(/#.*$/s, '')
  if (queries.length === 0) return plain
  return `${plain}${splitUrl(plain).query === undefined ? '?' : '&'}${queries.join('&')}`
}
