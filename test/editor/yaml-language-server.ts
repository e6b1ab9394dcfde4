import { type ChildProcess, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const program = path.join(
  path.dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
  'bin/yaml-language-server',
)
/** Marks the cursor in a text. */
const CURSOR = '▸'
/** The server publishes the diagnostics of a document once; a second time within this means it was not done. */
const SETTLED_MS = 300

/** The language server that editors run for YAML, with this project's schema, as a process of its own. */
export class YamlLanguageServer {
  private readonly connection: Connection
  private documents = 0

  private constructor(connection: Connection) {
    this.connection = connection
  }

  static async start(schema = 'schema/apitest.schema.json'): Promise<YamlLanguageServer> {
    const schemas = { [pathToFileURL(path.join(root, schema)).href]: '**/*.yaml' }
    const connection = new Connection({
      validate: true,
      hover: true,
      completion: true,
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
      schemas,
    })
    const rootUri = pathToFileURL(root).href
    const textDocument = {
      completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
      hover: { contentFormat: ['markdown'] },
    }
    const capabilities = { workspace: { configuration: true, didChangeConfiguration: { dynamicRegistration: true } }, textDocument }
    await connection.request('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'test' }],
      capabilities,
    })
    connection.notify('initialized', {})
    connection.notify('workspace/didChangeConfiguration', { settings: {} })
    const server = new YamlLanguageServer(connection)
    // Before the schema is loaded nothing is wrong, offered or explained.
    while ((await server.diagnose('version: 2')).length === 0);
    return server
  }

  /** What the editor underlines: `line:column message`, counted from 1. */
  async diagnose(text: string): Promise<readonly string[]> {
    const diagnostics = await this.connection.diagnosticsOf(this.open(text))
    return diagnostics.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`)
  }

  /** What the editor offers at the cursor. */
  async complete(marked: string): Promise<readonly Completion[]> {
    const { uri, position } = await this.openAtCursor(marked)
    const answer = await this.connection.request<{ items: readonly Completion[] }>('textDocument/completion', {
      textDocument: { uri },
      position,
    })
    return answer.items
  }

  /** What the editor explains at the cursor, as markdown; undefined when there is nothing. */
  async hover(marked: string): Promise<string | undefined> {
    const { uri, position } = await this.openAtCursor(marked)
    return this.hoverAt(uri, position)
  }

  async hoverAt(uri: string, position: Position): Promise<string | undefined> {
    const answer = await this.connection.request<{ contents: { value: string } } | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    })
    return answer?.contents.value
  }

  open(text: string): string {
    const uri = pathToFileURL(path.join(root, `document-${++this.documents}.yaml`)).href
    this.connection.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    return uri
  }

  stop(): Promise<void> {
    return this.connection.close()
  }

  private async openAtCursor(marked: string): Promise<{ uri: string; position: Position }> {
    const [before, after] = marked.split(CURSOR)
    if (before === undefined || after === undefined) throw new Error(`No ${CURSOR} in ${marked}`)
    const lines = before.split('\n')
    return { uri: this.open(before + after), position: { line: lines.length - 1, character: lines.at(-1)!.length } }
  }
}

export interface Completion {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly value: string }
}

interface Position {
  readonly line: number
  readonly character: number
}

interface EditorDiagnostic {
  readonly range: { readonly start: Position }
  readonly message: string
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: {
    readonly uri: string
    readonly diagnostics: readonly EditorDiagnostic[]
    readonly items: readonly { readonly section: string }[]
  }
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** JSON-RPC over the standard streams of the server, as the language server protocol frames it. */
class Connection {
  private readonly server: ChildProcess
  private readonly answers = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>()
  private readonly published = new Map<string, { diagnostics: readonly EditorDiagnostic[]; at: number }>()
  private readonly yamlSettings: object
  private received = Buffer.alloc(0)
  private requests = 0

  constructor(yamlSettings: object) {
    this.yamlSettings = yamlSettings
    this.server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
    this.server.stdout!.on('data', (chunk: Buffer) => this.read(chunk))
    this.server.once('exit', (code) => {
      for (const { reject } of this.answers.values()) reject(new Error(`yaml-language-server ended with ${code}`))
    })
  }

  request<Result>(method: string, params: object): Promise<Result> {
    const id = ++this.requests
    return new Promise((resolve, reject) => {
      this.answers.set(id, { resolve: resolve as (value: unknown) => void, reject })
      this.send({ id, method, params })
    })
  }

  notify(method: string, params: object): void {
    this.send({ method, params })
  }

  async diagnosticsOf(uri: string): Promise<readonly EditorDiagnostic[]> {
    for (;;) {
      const published = this.published.get(uri)
      if (published !== undefined && Date.now() - published.at >= SETTLED_MS) return published.diagnostics
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.server.once('exit', resolve))
    await this.request('shutdown', {})
    this.notify('exit', {})
    await ended
  }

  private send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.server.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  private read(chunk: Buffer): void {
    this.received = Buffer.concat([this.received, chunk])
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(this.received.subarray(0, end).toString())![1])
      if (this.received.length < end + 4 + length) return
      const text = this.received.subarray(end + 4, end + 4 + length).toString()
      this.received = this.received.subarray(end + 4 + length)
      this.handle(JSON.parse(text) as Message)
    }
  }

  private handle({ id, method, params, result, error }: Message): void {
    if (method === 'textDocument/publishDiagnostics') {
      this.published.set(params!.uri, { diagnostics: params!.diagnostics, at: Date.now() })
    } else if (method === 'workspace/configuration') {
      this.send({
        id,
        result: params!.items.map(({ section }) => (section === 'yaml' ? this.yamlSettings : section === 'http' ? {} : { tabSize: 2 })),
      })
    } else if (method !== undefined) {
      if (id !== undefined) this.send({ id, result: null })
    } else {
      const answer = this.answers.get(id!)
      this.answers.delete(id!)
      if (error === undefined) answer?.resolve(result)
      else answer?.reject(new Error(error.message))
    }
  }
}
