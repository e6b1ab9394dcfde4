import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LoadControl } from '../record/load-record.ts'
import { readBrowserScript } from '../browser-script.ts'
import { applyCommand, CommandError } from './apply-command.ts'
import { renderDownload } from './downloads.ts'
import { refuse } from './guard-request.ts'
import type { LiveFeed } from './live-feed.ts'
import { renderPage } from './render-page.ts'
import { pageStyle } from './page-style.ts'

export interface PageRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly control: LoadControl
  readonly feed: LiveFeed
  readonly token: string
  readonly boundTo: string
  readonly redact: (text: string) => string
}

/** Only its own files and its own server; nobody may put the page into a frame. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** One request to the server of the live page. */
export async function answerRequest(page: PageRequest): Promise<void> {
  const { request, response } = page
  response.setHeader('content-security-policy', contentPolicy)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('cache-control', 'no-store')
  const refusal = refuse(request, page)
  if (refusal !== undefined) return send(response, { status: 403, type: 'text/plain', body: `${refusal}\n` })
  try {
    const url = new URL(request.url ?? '/', 'http://page')
    if (request.method === 'POST') await command(page, url.pathname)
    else if (request.method === 'GET' || request.method === 'HEAD') await show(page, url)
    else send(response, { status: 405, type: 'text/plain', body: 'Only GET and POST\n' })
  } catch (error) {
    const status = error instanceof CommandError ? error.status : 500
    if (response.headersSent) response.destroy()
    else send(response, { status, type: 'text/plain', body: `${error instanceof Error ? error.message : String(error)}\n` })
  }
}

async function show({ response, feed, control, token, redact }: PageRequest, { pathname, searchParams }: URL): Promise<void> {
  if (pathname === '/') return send(response, { type: 'text/html', body: redact(renderPage({ name: control.header.name, token })) })
  if (pathname === '/page.js') return send(response, { type: 'text/javascript', body: readBrowserScript('load-page') })
  if (pathname === '/page.css') return send(response, { type: 'text/css', body: pageStyle })
  if (pathname === '/api/events') return feed.connect(response)
  if (pathname === '/api/picture') return send(response, { type: 'application/json', body: redact(JSON.stringify(feed.picture())) })
  if (pathname === '/api/endpoint') {
    const endpoint = feed.endpoint(Number(searchParams.get('id') ?? Number.NaN))
    if (endpoint !== undefined) return send(response, { type: 'application/json', body: JSON.stringify(endpoint) })
  }
  const download = await renderDownload(pathname, { control, end: feed.end })
  if (download === undefined) return send(response, { status: 404, type: 'text/plain', body: 'There is nothing here\n' })
  response.setHeader('content-disposition', `attachment; filename="${download.file}"`)
  send(response, { type: download.type, body: redact(download.body) })
}

async function command({ request, response, control }: PageRequest, pathname: string): Promise<void> {
  await applyCommand(control, pathname, await readJson(request))
  send(response, { type: 'application/json', body: '{}' })
}

const mostBodyBytes = 65_536

async function readJson(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new CommandError(415, 'The body has to be application/json')
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > mostBodyBytes) throw new CommandError(413, 'The body is too large')
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8') || '{}')
  } catch {
    throw new CommandError(400, 'The body is not JSON')
  }
}

interface Answer {
  readonly status?: number
  readonly type: string
  readonly body: string
}

function send(response: ServerResponse, { status = 200, type, body }: Answer): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': bytes.length })
  response.end(bytes)
}
