import { bracketed, hard, indent, print } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { ScriptField, ScriptFile, ScriptRequest } from '../script/load-script.ts'
import { addQuery, encodePart } from '../script/add-query.ts'
import { bodyContentType } from '../script/body-content-type.ts'
import { written } from '../script/written.ts'
import type { Value } from '../../../plan/plan.ts'
import { emitCheck, emitSource } from './python-check.ts'
import { commentText, quote } from './python-literal.ts'
import { access, asJson, emitAsText, emitExpression, emitValue, joinText, quoted } from './python-value.ts'
import type { PythonScope, TextPart } from './python-value.ts'

/** What a request of a class is sent with. */
export interface UserClass {
  readonly kind: 'FastHttpUser' | 'HttpUser'
  /** The service whose paths need no address in front. */
  readonly service: string | undefined
}

/** `with self.client.post(…) as response:`, and what happens to the answer. */
export function emitRequest(
  request: ScriptRequest,
  scope: PythonScope,
  { user, captures }: { user: UserClass; captures: readonly (readonly [name: string, local: string])[] },
): Doc[] {
  const checks = request.checks.map((check) => ({ title: check.title, code: emitCheck(check, scope) }))
  const leftOut = [...request.leftOut, ...checks.flatMap(({ code, title }) => (code === undefined ? [title] : []))]
  const held = checks.filter((check) => check.code !== undefined)
  const { before, argument: body } = emitBody(request, scope)
  const standard = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].includes(request.method)
  const path = emitPath(request, scope, user)
  const args: Doc[] = [
    ...(standard ? [] : [quote(request.method)]),
    path,
    ...(path === quote(request.name) ? [] : [`name=${quote(request.name)}`]),
    ...emitHeaders(request, scope),
    ...emitCookies(request, scope),
    ...emitLogin(request, scope),
    ...body,
    ...(user.kind === 'HttpUser' ? [`timeout=${request.timeoutMs / 1000}`] : []),
    ...(request.redirects === 0 ? ['allow_redirects=False'] : []),
    'catch_response=True',
  ]
  scope.module.helper('check')
  const titles = held.map(({ title, code }): Doc => [`${quote(title)}: `, code ?? ''])
  const checkCall: Doc =
    titles.length === 0
      ? 'response.success()'
      : bracketed('check(', ['response', bracketed('{', titles, { close: '}', expanded: titles.length > 1 })], { close: ')' })
  const taken = captures.map(([name, local]): Doc => {
    const source = request.captures.find((capture) => capture.name === name)
    if (source === undefined) return ''
    const title = `capture ${name} (${source.written})`
    return [
      `${local} = `,
      bracketed(`${scope.module.helper('capture')}(`, ['response', quote(title), `lambda r: ${emitSource(source.source, scope)}`], {
        close: ')',
      }),
    ]
  })
  const call = bracketed(standard ? `with self.client.${request.method.toLowerCase()}(` : 'with self.client.request(', args, { close: ')' })
  return [
    ...(leftOut.length === 0 ? [] : [`# Left out, since Locust has no words for it: ${leftOut.map(commentText).join('; ')}`]),
    ...before,
    [call, ' as response:', indent([hard, checkCall, ...taken.flatMap((line): Doc[] => [hard, line])])],
  ]
}

function emitPath({ path, query, service }: ScriptRequest, scope: PythonScope, user: UserClass): string {
  const away = service !== undefined && service !== user.service
  const start: TextPart[] = away ? [{ code: scope.module.urls.get(service) ?? '' }] : []
  const constantQuery = query.every(
    ([, value]) => value.kind === 'literal' || (value.kind === 'list' && value.items.every(({ kind }) => kind === 'literal')),
  )
  if (path.kind === 'literal' && constantQuery) return joinText([...start, { text: addQuery(String(path.value), query) }])
  const middle = partsOf(path, scope, false)
  const pairs = query.flatMap(([name, value]) =>
    (value.kind === 'list' ? value.items : [value]).map((item): TextPart[] => [
      { text: `${encodePart(name)}=` },
      ...partsOf(item, scope, true),
    ]),
  )
  const first = written(path).includes('?') ? '&' : '?'
  return joinText(joinedTexts([...start, ...middle, ...pairs.flatMap((pair, index) => [{ text: index === 0 ? first : '&' }, ...pair])]))
}

/** @param encoded as a part of a query */
function partsOf(value: Value, scope: PythonScope, encoded: boolean): TextPart[] {
  if (value.kind === 'literal') return [{ text: encoded ? encodePart(String(value.value)) : String(value.value) }]
  const parts = value.kind === 'text' ? value.parts : value.kind === 'expression' ? [value.expression] : []
  return parts.map((part): TextPart => {
    if (typeof part === 'string') return { text: encoded ? encodePart(part) : part }
    if (encoded) return { code: quoted(emitExpression(part, scope), scope) }
    return { code: print(emitAsText({ kind: 'expression', expression: part }, scope), { width: Number.POSITIVE_INFINITY, step: 4 }) }
  })
}

function joinedTexts(parts: readonly TextPart[]): TextPart[] {
  const made: TextPart[] = []
  for (const part of parts) {
    const last = made.at(-1)
    if ('text' in part && last !== undefined && 'text' in last) made[made.length - 1] = { text: last.text + part.text }
    else made.push(part)
  }
  return made
}

function emitHeaders(request: ScriptRequest, scope: PythonScope): Doc[] {
  const names = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const type = bodyContentType(request.body)
  const own: Doc[] = type === undefined || names.has('content-type') ? [] : [`"content-type": ${quote(type)}`]
  const given = request.headers.map(([name, value]): Doc => [`${quote(name)}: `, emitAsText(value, scope)])
  const all = [...own, ...given]
  return all.length === 0 ? [] : [['headers=', bracketed('{', all, { close: '}' })]]
}

function emitCookies({ cookies }: ScriptRequest, scope: PythonScope): Doc[] {
  const pairs = cookies.map(([name, value]): Doc => [`${quote(name)}: `, emitAsText(value, scope)])
  return pairs.length === 0 ? [] : [['cookies=', bracketed('{', pairs, { close: '}' })]]
}

function emitLogin({ login }: ScriptRequest, scope: PythonScope): Doc[] {
  if (login === undefined) return []
  const pair = [emitAsText(login.username, scope), emitAsText(login.password, scope)]
  if (login.kind === 'basic') return [['auth=', bracketed('(', pair, { close: ')' })]]
  return [['auth=', bracketed(`${scope.module.use('requests.auth', 'HTTPDigestAuth')}(`, pair, { close: ')' })]]
}

function emitBody({ body }: ScriptRequest, scope: PythonScope): { before: Doc[]; argument: Doc[] } {
  const { module } = scope
  switch (body?.kind) {
    case undefined:
      return { before: [], argument: [] }
    case 'json': {
      const before: Doc[] = []
      let value = emitValue(body.value, scope)
      if (body.changes.length > 0) {
        before.push(['body = ', bracketed(`${module.use('copy')}.deepcopy(`, [value], { close: ')' })])
        for (const change of body.changes)
          before.push(
            change.kind === 'set' ? [`body${access(change.path)} = `, emitValue(change.value, scope)] : `del body${access(change.path)}`,
          )
        value = 'body'
      }
      return { before, argument: [['data=', bracketed(`${asJson(module)}(`, [value], { close: ')' })]] }
    }
    case 'text':
      return { before: [], argument: [['data=', utf8(emitAsText(body.value, scope))]] }
    case 'form': {
      const pairs = body.fields.map(([name, value]) => bracketed('(', [quote(name), emitAsText(value, scope)], { close: ')' }))
      return {
        before: [],
        argument: [
          ['data=', bracketed(`${module.use('urllib.parse', 'urlencode')}(`, [bracketed('[', pairs, { close: ']' })], { close: ')' })],
        ],
      }
    }
    case 'file':
      return { before: [], argument: [['data=', fileBytes(body.file, scope)]] }
    case 'multipart':
      return {
        before: [],
        argument: [
          [
            'files=',
            bracketed(
              '[',
              body.fields.map((field) => emitField(field, scope)),
              { close: ']' },
            ),
          ],
        ],
      }
  }
}

function utf8(text: Doc): Doc {
  return [text, '.encode()']
}

export function fileBytes(file: ScriptFile, { module }: PythonScope): string {
  if (file.kind === 'fixture') return module.constants.get(`fixture ${file.fixture}`) ?? 'None'
  module.use('pathlib', 'Path')
  return `(${folderOf(module)} / ${quote(file.path)}).read_bytes()`
}

export function folderOf(module: PythonScope['module']): string {
  module.use('pathlib', 'Path')
  return module.helper('FOLDER')
}

function emitField({ name, content, fileName, contentType }: ScriptField, scope: PythonScope): Doc {
  const path = content.kind === 'file' ? content.file.path : undefined
  const file = fileName === undefined ? (path === undefined ? 'None' : quote(path.split('/').at(-1) ?? path)) : emitAsText(fileName, scope)
  const given = contentType === undefined ? undefined : emitAsText(contentType, scope)
  const type =
    given ??
    (content.kind === 'json'
      ? '"application/json"'
      : path === undefined
        ? fileName === undefined
          ? undefined
          : '"text/plain"'
        : quote(bodyContentType({ kind: 'file', file: { kind: 'path', path } }) ?? ''))
  const data: Doc =
    content.kind === 'file'
      ? fileBytes(content.file, scope)
      : content.kind === 'json'
        ? [`${asJson(scope.module)}(`, emitValue(content.value, scope), ')']
        : utf8(emitAsText(content.value, scope))
  const part = bracketed('(', [file, data, ...(type === undefined ? [] : [type])], { close: ')' })
  return bracketed('(', [quote(name), part], { close: ')' })
}
