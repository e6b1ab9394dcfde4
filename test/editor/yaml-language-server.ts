import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LanguageClient, type Position } from './language-client.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const program = path.join(
  path.dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')),
  'bin/yaml-language-server',
)
/** Marks the cursor in a text. */
const CURSOR = '▸'
/** The language server that editors run for YAML, with this project's schema, as a process of its own. */
export class YamlLanguageServer {
  private readonly connection: LanguageClient
  private documents = 0

  private constructor(connection: LanguageClient) {
    this.connection = connection
  }

  static async start(schema = 'schema/apitest.schema.json'): Promise<YamlLanguageServer> {
    const schemas = { [pathToFileURL(path.join(root, schema)).href]: '**/*.yaml' }
    const yaml = {
      validate: true,
      hover: true,
      completion: true,
      schemaStore: { enable: false },
      kubernetesCRDStore: { enable: false },
      schemas,
    }
    const settings = (section: string) => (section === 'yaml' ? yaml : section === 'http' ? {} : { tabSize: 2 })
    const connection = new LanguageClient(program, { args: ['--stdio'], settings })
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

  async stop(): Promise<void> {
    await this.connection.close()
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
