import { bracketed, hard, hug, indent, print } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import { addQuery, encodePart } from '../script/add-query.ts'
import { bodyContentType } from '../script/body-content-type.ts'
import type { ScriptFile, ScriptRequest } from '../script/load-script.ts'
import { commentText, propertyKey, quote, templateText } from './js-literal.ts'
import { emitCheck, emitSource } from './k6-check.ts'
import { emitAsText, emitExpression, emitObject, emitText, emitValue, access } from './k6-value.ts'
import type { K6Scope } from './k6-value.ts'

export interface K6Request {
  /** The variable of the answer, different from those of the steps before. */
  readonly response: string
  readonly captures: readonly (readonly [name: string, local: string])[]
  /** The variable of what the checks said. */
  readonly ok: string
  /** Nothing follows that a failed answer could spoil; undefined: something does. */
  readonly last: 'alone' | 'returned' | undefined
  /** How the function ends where a check failed. */
  readonly leave: string
}

/** `const response = http.post(…)`, and what happens to the answer. */
export function emitRequest(request: ScriptRequest, scope: K6Scope, { response, ok, captures, last, leave }: K6Request): Doc[] {
  const { module } = scope
  module.use('k6/http', 'http')
  module.use('k6/metrics', 'Rate')
  module.use('k6', 'check')
  const checks = request.checks.map((check) => ({ title: check.title, code: emitCheck(check, scope) }))
  const body = emitBody(request, scope)
  const leftOut = [...request.leftOut, ...checks.flatMap(({ code, title }) => (code === undefined ? [title] : [])), ...body.leftOut]
  const entries: (readonly [string, Doc])[] = [
    ...checks.flatMap(({ title, code }) => (code === undefined ? [] : [[propertyKey(title), code] as const])),
    ...request.captures.map(
      ({ name, source, written }) => [propertyKey(`capture ${name} (${written})`), `(r) => ${emitSource(source)} !== undefined`] as const,
    ),
  ]
  const start = last === 'alone' ? '' : last === 'returned' ? 'return ' : `const ${ok} = `
  const head = `${module.helper('expect')}(${response}, ${quote(request.name)}, `
  const checked = hugged(start + head, [response, quote(request.name)], emitObject(entries, { expanded: entries.length > 1 }))
  return [
    ...(leftOut.length === 0 ? [] : [`// Left out, since k6 has no words for it: ${leftOut.map(commentText).join('; ')}`]),
    ...body.before,
    emitSend(request, scope, { response, body: body.code }),
    checked,
    ...(last === undefined ? [`if (!${ok}) ${leave}`] : []),
    ...captures.map(([name, local]): Doc => {
      const source = request.captures.find((capture) => capture.name === name)?.source
      return source === undefined ? '' : `const ${local} = ${emitSource(source).replace(/^r\b|(?<=exec\()r\b/, response)}`
    }),
  ]
}

function hugged(head: string, before: readonly Doc[], last: Doc): Doc {
  const callee = head.slice(0, head.indexOf('('))
  return hug(head + '{', {
    hugged: [head, last, ')'],
    broken: [callee, '(', indent([hard, before.flatMap((item): Doc[] => [item, ',', hard]), last, ',']), hard, ')'],
  })
}

const functions: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'post',
  PUT: 'put',
  PATCH: 'patch',
  DELETE: 'del',
  HEAD: 'head',
  OPTIONS: 'options',
}

function emitSend(request: ScriptRequest, scope: K6Scope, { response, body }: { response: string; body: Doc | undefined }): Doc {
  const name = functions[request.method]
  const bodiless = request.method === 'GET' || request.method === 'HEAD'
  const direct = name !== undefined && !(bodiless && body !== undefined)
  const args: Doc[] = [...(direct ? [] : [quote(request.method)]), emitUrl(request, scope), ...(direct && bodiless ? [] : [body ?? 'null'])]
  const flat = args.map((arg) => print(arg, { width: Number.POSITIVE_INFINITY, step: 2 }))
  const start = `http.${direct ? name : 'request'}(`
  const params = emitObject(emitParams(request, scope), { expanded: true })
  const before = `const ${response} = ${start}`
  const head = `${before}${flat.join(', ')}, {`
  return hug(head, {
    hugged: [before, flat.join(', '), ', ', params, ')'],
    broken: [before, indent([hard, args.flatMap((arg): Doc[] => [arg, ',', hard]), params, ',']), hard, ')'],
  })
}

function emitUrl({ path, query, service, login }: ScriptRequest, scope: K6Scope): Doc {
  const base = service === undefined ? '' : (scope.module.urls.get(service) ?? '')
  const constant = query.every(
    ([, value]) => value.kind === 'literal' || (value.kind === 'list' && value.items.every(({ kind }) => kind === 'literal')),
  )
  const credentials =
    login?.kind === 'digest'
      ? `\${${base}.replace('://', \`://\${encodeURIComponent(${text(login.username, scope)})}:\${encodeURIComponent(${text(login.password, scope)})}@\`)}`
      : undefined
  const start = base === '' ? '' : (credentials ?? `\${${base}}`)
  if (path.kind === 'literal' && constant) {
    const whole = addQuery(String(path.value), query)
    return start === '' ? quote(whole) : `\`${start}${templateText(whole)}\``
  }
  const middle =
    path.kind === 'literal'
      ? templateText(String(path.value))
      : emitText(path.kind === 'text' ? path.parts : path.kind === 'expression' ? [path.expression] : [], scope).slice(1, -1)
  const pairs = query.flatMap(([name, value]) =>
    (value.kind === 'list' ? value.items : [value]).map((item) => {
      const code =
        item.kind === 'literal'
          ? templateText(encodePart(String(item.value)))
          : item.kind === 'text'
            ? emitText(item.parts, scope, { encoded: true }).slice(1, -1)
            : item.kind === 'expression'
              ? `\${encodeURIComponent(${emitExpression(item.expression, scope)})}`
              : ''
      return `${templateText(encodePart(name))}=${code}`
    }),
  )
  const mark = pairs.length === 0 ? '' : middle.includes('?') ? '&' : '?'
  return `\`${start}${middle}${mark}${pairs.join('&')}\``
}

function text(value: Parameters<typeof emitAsText>[0], scope: K6Scope): string {
  return print(emitAsText(value, scope), { width: Number.POSITIVE_INFINITY, step: 2 })
}

function credentials({ username, password }: NonNullable<ScriptRequest['login']>, scope: K6Scope): string {
  const parts = [username, ':', password].flatMap((part) =>
    typeof part === 'string'
      ? [part]
      : part.kind === 'literal'
        ? [String(part.value)]
        : part.kind === 'text'
          ? part.parts
          : part.kind === 'expression'
            ? [part.expression]
            : [],
  )
  return parts.every((part) => typeof part === 'string') ? quote(parts.join('')) : emitText(parts, scope)
}

function emitParams(request: ScriptRequest, scope: K6Scope): (readonly [string, Doc])[] {
  const { login } = request
  const type = bodyContentType(request.body)
  const names = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const headers: (readonly [string, Doc])[] = [
    ...(type === undefined || names.has('content-type') ? [] : [["'content-type'", quote(type)] as const]),
    ...request.headers.map(([name, value]) => [propertyKey(name), emitAsText(value, scope)] as const),
  ]
  if (login?.kind === 'basic') {
    scope.module.use('k6/encoding', 'encoding')
    headers.push(['authorization', `\`Basic \${encoding.b64encode(${credentials(login, scope)})}\``])
  }
  const cookies = request.cookies.map(([name, value]) => [propertyKey(name), emitAsText(value, scope)] as const)
  return [
    ...(headers.length === 0 ? [] : [['headers', emitObject(headers)] as const]),
    ...(cookies.length === 0 ? [] : [['cookies', emitObject(cookies)] as const]),
    ...(login?.kind === 'digest' ? [['auth', "'digest'"] as const] : []),
    ...(request.redirects === 10 ? [] : [['redirects', String(request.redirects)] as const]),
    ['tags', emitObject([['name', quote(request.name)]])],
    ['timeout', quote(`${request.timeoutMs / 1000}s`)],
  ]
}

interface EmittedBody {
  readonly before: readonly Doc[]
  readonly code: Doc | undefined
  readonly leftOut: readonly string[]
}

function only(code: Doc): EmittedBody {
  return { before: [], code, leftOut: [] }
}

function emitBody({ body }: ScriptRequest, scope: K6Scope): EmittedBody {
  const { module } = scope
  switch (body?.kind) {
    case undefined:
      return { before: [], code: undefined, leftOut: [] }
    case 'json': {
      const value = emitValue(body.value, scope)
      if (body.changes.length === 0) return only(['JSON.stringify(', value, ')'])
      const changes = body.changes.map((change): Doc =>
        change.kind === 'set' ? [`body${access(change.path)} = `, emitValue(change.value, scope)] : `delete body${access(change.path)}`,
      )
      return { before: [['const body = JSON.parse(JSON.stringify(', value, '))'], ...changes], code: 'JSON.stringify(body)', leftOut: [] }
    }
    case 'text':
      return only(emitAsText(body.value, scope))
    case 'form': {
      if (body.fields.every(([, { kind }]) => kind === 'literal'))
        return only(
          quote(
            new URLSearchParams(
              body.fields.map(([name, value]): [string, string] => [name, value.kind === 'literal' ? String(value.value) : '']),
            ).toString(),
          ),
        )
      const pairs = body.fields.map(([name, value]) => bracketed('[', [quote(name), emitAsText(value, scope)], { close: ']' }))
      return only([`${module.helper('encodeForm')}(`, bracketed('[', pairs, { close: ']', expanded: pairs.length > 1 }), ')'])
    }
    case 'file':
      return only(fileConstant(body.file, scope))
    case 'multipart': {
      const leftOut: string[] = []
      const seen = new Set<string>()
      const entries = body.fields.flatMap(({ name, content, fileName, contentType }): (readonly [string, Doc])[] => {
        if (seen.has(name)) leftOut.push(`a second field ${name}`)
        if (seen.has(name)) return []
        seen.add(name)
        if (content.kind !== 'file' && fileName === undefined) {
          if (contentType !== undefined || content.kind === 'json') leftOut.push(`the content type of the field ${name}`)
          return [
            [
              propertyKey(name),
              content.kind === 'json' ? ['JSON.stringify(', emitValue(content.value, scope), ')'] : emitAsText(content.value, scope),
            ],
          ]
        }
        const data = content.kind === 'file' ? fileConstant(content.file, scope) : text(content.value, scope)
        const path = content.kind === 'file' ? content.file.path : undefined
        const shown = fileName === undefined ? quote(path?.split('/').at(-1) ?? name) : text(fileName, scope)
        const type =
          contentType === undefined
            ? quote(path === undefined ? 'text/plain' : (bodyContentType({ kind: 'file', file: { kind: 'path', path } }) ?? ''))
            : text(contentType, scope)
        return [[propertyKey(name), `http.file(${data}, ${shown}, ${type})`]]
      })
      return { before: [], code: emitObject(entries), leftOut }
    }
  }
}

/** k6 reads files only before the load starts, into a constant. */
function fileConstant(file: ScriptFile, { module }: K6Scope): string {
  return file.kind === 'fixture' ? (module.constants.get(`fixture ${file.fixture}`) ?? 'null') : module.file(file.path)
}
