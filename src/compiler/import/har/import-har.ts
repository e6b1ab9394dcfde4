import type { Imported, ImportProblem } from '../import-result.ts'
import { isBrowserHeader } from '../http/browser-headers.ts'
import { convertRequest } from '../http/convert-request.ts'
import { hasExpression, specText } from '../http/expressions.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { printHttpSpec } from '../http/print-http-spec.ts'
import { envName, isSecretField, Secrets } from '../http/secrets.ts'
import { foldTokens } from './fold-tokens.ts'
import type { FoldedEntry } from './fold-tokens.ts'
import { HarMistake, readHar } from './read-har.ts'
import { selectEntries } from './select-entries.ts'

/** What a browser recorded as one test, step by step. Pure; nothing is sent. */
export function importHar({ text, file }: { readonly text: string; readonly file: string }): Imported {
  try {
    const selected = selectEntries(readHar(text))
    if (selected === undefined) throw new HarMistake('it holds no call of an API, only files and what was never answered')
    const secrets = new Secrets()
    const ownCookies = new Set<string>()
    const steps = foldTokens(selected.entries).map((folded) => {
      const step = stepOf(folded, { secrets, ownCookies })
      for (const name of folded.entry.setCookies) ownCookies.add(name)
      return step
    })
    const { files, elsewhere, unanswered } = selected.left
    const captured = steps.reduce((sum, step) => sum + Object.keys((step['capture'] as object | undefined) ?? {}).length, 0)
    return {
      files: [
        {
          path: 'apitest.yaml',
          text: printHttpSpec({ origin: specText(selected.origin), secrets, tests: { 'recorded session': { steps } }, source: file }),
        },
        ...(secrets.file === undefined ? [] : [{ path: '.env', text: secrets.file }]),
      ],
      problems: uploadsOf(selected.entries.map(({ request }) => request)),
      summary: [
        `${steps.length} ${steps.length === 1 ? 'call' : 'calls'} of ${selected.origin}, ${captured} values captured from one for another`,
        `left out: ${files} files and preflights, ${elsewhere} calls of other hosts, ${unanswered} without answer`,
      ],
      dropped: false,
    }
  } catch (error) {
    if (!(error instanceof HarMistake)) throw error
    return { files: [], summary: [], dropped: true, problems: [{ severity: 'error', code: 'bad-har', message: error.message, where: [] }] }
  }
}

function stepOf(
  { entry, request, captures, secrets: secretCaptures }: FoldedEntry,
  { secrets, ownCookies }: { secrets: Secrets; ownCookies: ReadonlySet<string> },
): Record<string, unknown> {
  const headers = request.headers.flatMap(([name, value]): HttpRequest['headers'] => {
    if (isBrowserHeader(name) || (name.toLowerCase() === 'accept' && /\*\/\*/.test(value ?? ''))) return []
    if (name.toLowerCase() !== 'cookie') return [[name, value]]
    // the test keeps cookies by itself
    const foreign = (value ?? '').split(/;\s*/).filter((pair) => !ownCookies.has(pair.split('=')[0]!))
    return foreign.length === 0 ? [] : [[name, foreign.join('; ')]]
  })
  const { keys } = convertRequest({ ...request, headers, body: hideFields(request.body, secrets) }, secrets)
  const redirected = entry.status >= 300 && entry.status < 400 && entry.status !== 304
  const capture = Object.fromEntries(
    Object.entries(captures).map(([name, path]) => [name, secretCaptures.has(name) ? { jsonPath: path, secret: true } : path]),
  )
  return {
    ...keys,
    ...(redirected && { redirects: 0 }),
    expect: { status: entry.status === 304 ? 200 : entry.status },
    ...(Object.keys(capture).length > 0 && { capture }),
  }
}

/** Passwords and tokens in a body are the environment's. */
function hideFields(body: HttpRequest['body'], secrets: Secrets): HttpRequest['body'] {
  if (body?.kind !== 'text') return body
  const hide = (name: string, value: string): string =>
    isSecretField(name) && value !== '' && !hasExpression(value) ? secrets.keep(envName(name), value) : value
  const json = body.text.replaceAll(
    /"((?:\\.|[^"\\])*)"(\s*:\s*)"((?:\\.|[^"\\])*)"/g,
    (whole, name: string, colon: string, value: string) => {
      const plain = JSON.parse(`"${value}"`) as string
      const hidden = hide(name, plain)
      return hidden === plain ? whole : `"${name}"${colon}"${hidden}"`
    },
  )
  if (json !== body.text) return { ...body, text: json }
  if (!/^[^\s{["]+=/.test(body.text)) return body
  const form = body.text.split('&').map((pair) => {
    const [name = '', ...rest] = pair.split('=')
    const value = decodeForm(rest.join('='))
    const hidden = value === undefined ? undefined : hide(name, value)
    return hidden === value ? pair : `${name}=${hidden}`
  })
  return { ...body, text: form.join('&') }
}

function decodeForm(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return undefined
  }
}

function uploadsOf(requests: readonly HttpRequest[]): readonly ImportProblem[] {
  const files = requests.flatMap(({ body }) => (body?.kind === 'multipart' ? body.fields.flatMap(({ file }) => file ?? []) : []))
  return [...new Set(files)].map((file) => ({
    severity: 'warning',
    code: 'missing-upload',
    message: `\`${file}\` was uploaded, and a recording does not hold it`,
    where: [],
    hint: 'Put the file there',
  }))
}
