import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server publishes the diagnostics of a document once a check; a second time within this means it was not done. */
const SETTLED_MS = 300

export interface Position {
  readonly line: number
  readonly character: number
}

export interface EditorDiagnostic {
  readonly range: { readonly start: Position; readonly end: Position }
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

export interface ClientOptions {
  readonly args: readonly string[]
  readonly cwd?: string
  /** What the server gets when it asks for a section of the editor's settings. */
  readonly settings?: (section: string) => object
}

/** An editor as a language server sees it: a process of node that speaks JSON-RPC over its standard streams. */
export class LanguageClient {
  /** How often each document got diagnostics. */
  readonly publications = new Map<string, number>()
  private readonly server: ChildProcess
  private readonly answers = new Map<number, { resolve: (value: unknown) => void; reject: (reason: Error) => void }>()
  private readonly published = new Map<string, { diagnostics: readonly EditorDiagnostic[]; at: number }>()
  private readonly settings: (section: string) => object
  private received = Buffer.alloc(0)
  private requests = 0

  constructor(program: string, { args, cwd, settings = () => ({}) }: ClientOptions) {
    this.settings = settings
    this.server = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'], cwd })
    this.server.stdout!.on('data', (chunk: Buffer) => this.read(chunk))
    this.server.once('exit', (code) => {
      for (const { reject } of this.answers.values()) reject(new Error(`The server ended with ${code}`))
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

  /** Waits for the first diagnostics of a document, and until they stand for a while. */
  async diagnosticsOf(uri: string): Promise<readonly EditorDiagnostic[]> {
    for (;;) {
      const published = this.published.get(uri)
      if (published !== undefined && Date.now() - published.at >= SETTLED_MS) return published.diagnostics
      await sleep(50)
    }
  }

  /** Forgets what was published, so that the next question waits for a new answer. */
  forget(): void {
    this.published.clear()
    this.publications.clear()
  }

  /** Takes leave in order; the exit code of the server. */
  async close(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.server.once('exit', resolve))
    await this.request('shutdown', {})
    this.notify('exit', {})
    return ended
  }

  /** Ends without a word, as an editor that crashes; the exit code of the server. */
  crash(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.server.once('exit', resolve))
    this.server.stdin!.end()
    return ended
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
      this.publications.set(params!.uri, (this.publications.get(params!.uri) ?? 0) + 1)
      this.published.set(params!.uri, { diagnostics: params!.diagnostics, at: Date.now() })
    } else if (method === 'workspace/configuration') {
      this.send({ id, result: params!.items.map(({ section }) => this.settings(section)) })
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
