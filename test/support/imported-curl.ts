import { parseEnv } from 'node:util'
import { parse } from 'yaml'
import type { Seen } from './http-server.ts'
import { importCurl } from '../../src/compiler/import/curl/import-curl.ts'
import type { RequestDefinition } from '../../src/runtime/project/request-types.ts'

/** What matters of a request; the rest each client does in its own way. */
export function essence({ method, url, headers, body }: Seen): unknown {
  const {
    'user-agent': agent,
    'accept-encoding': _encoding,
    connection: _connection,
    host: _host,
    'content-length': _length,
    ...others
  } = headers
  const boundary = /boundary=(\S+)/.exec(others['content-type'] ?? '')?.[1]
  const text = body.toString('latin1')
  return {
    method,
    url,
    headers: {
      ...others,
      'content-type': others['content-type']?.replace(/boundary=\S+/, 'boundary=B'),
      ...(agent?.startsWith('curl') === false && agent !== 'apitest' ? { agent } : {}),
    },
    body: boundary === undefined ? text : text.replaceAll(boundary, 'B').toLowerCase(),
  }
}

/** The request that `apitest import curl` makes of a line, as the compiler would fill it in; throws where the line is refused. */
export function importedRequest(line: string): { readonly url: string; readonly request: RequestDefinition } {
  const { files, problems } = importCurl({ line })
  const refusal = problems.find(({ severity }) => severity === 'error')
  if (refusal !== undefined) throw new Error(`${refusal.message}: ${line}`)
  const spec = parse(files[0]!.text) as { services: { api: { url: string } }; tests: Record<string, RequestDefinition> }
  const secrets = parseEnv(files.find((file) => file.path === '.env')?.text ?? '') as Record<string, string>
  return { url: spec.services.api.url, request: filled(Object.values(spec.tests)[0], secrets) as RequestDefinition }
}

function filled(value: unknown, env: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string')
    return value.replaceAll(/\$\$\{|\$\{env\.(\w+)\}/g, (whole, name: string | undefined) =>
      name === undefined ? '${' : (env[name] ?? whole),
    )
  if (Array.isArray(value)) return value.map((item) => filled(item, env))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, env)]))
}
