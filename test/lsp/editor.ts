import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { LanguageClient } from '../editor/language-client.ts'
import type { EditorDiagnostic, Position } from '../editor/language-client.ts'
import { readMarks } from '../support/cursor-mark.ts'
import { specFolder } from '../support/spec-folder.ts'

const program = fileURLToPath(new URL('../../bin/apitest.js', import.meta.url))

/** Marks the cursor in a text. */
const CURSOR = '▸'

export interface Completion {
  readonly label: string
  readonly detail?: string
  readonly documentation?: { readonly value: string }
  readonly textEdit: { readonly range: { readonly start: Position; readonly end: Position }; readonly newText: string }
}

interface Place {
  readonly uri: string
  readonly range: { readonly start: Position; readonly end: Position }
}

export interface Action {
  readonly title: string
  readonly edit: { readonly changes: Readonly<Record<string, readonly { readonly range: Place['range']; readonly newText: string }[]>> }
}

/** `apitest lsp` as an editor starts it, over a folder with these files. */
export class Editor implements AsyncDisposable {
  readonly folder: string
  readonly client: LanguageClient
  readonly #files: AsyncDisposable
  readonly #open = new Map<string, { text: string; version: number }>()

  private constructor(files: AsyncDisposable & { path: string }) {
    this.#files = files
    this.folder = files.path
    this.client = new LanguageClient(program, { args: ['lsp', '--stdio'], cwd: files.path })
  }

  static async start(files: Parameters<typeof specFolder>[0]): Promise<Editor> {
    const editor = new Editor(await specFolder(files))
    await editor.client.request('initialize', { processId: process.pid, rootUri: editor.uri(''), capabilities: {} })
    editor.client.notify('initialized', {})
    return editor
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client.close()
    await this.#files[Symbol.asyncDispose]()
  }

  uri(file: string): string {
    return pathToFileURL(join(this.folder, file)).href
  }

  /** Opens a file, or types into it; nothing is saved. */
  type(file: string, text: string): void {
    const before = this.#open.get(file)
    const version = (before?.version ?? 0) + 1
    this.#open.set(file, { text, version })
    const uri = this.uri(file)
    if (before === undefined) this.client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version, text } })
    else this.client.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] })
  }

  /** Types and says what is underlined: `line:column-column message`, counted from 1. */
  async diagnose(file: string, text?: string): Promise<readonly string[]> {
    if (text !== undefined) {
      this.client.forget()
      this.type(file, text)
    }
    const diagnostics = await this.client.diagnosticsOf(this.uri(file))
    return diagnostics.map(
      ({ range: { start, end }, message }) => `${start.line + 1}:${start.character + 1}-${end.character + 1} ${message}`,
    )
  }

  diagnosticsOf(file: string): Promise<readonly EditorDiagnostic[]> {
    return this.client.diagnosticsOf(this.uri(file))
  }

  async complete(file: string, marked: string): Promise<readonly Completion[]> {
    return this.#ask('textDocument/completion', this.#at(file, marked))
  }

  /** What stands in the file after a completion was taken. */
  async accept(file: string, { marked, label }: { marked: string; label: string }): Promise<string> {
    const item = (await this.complete(file, marked)).find((one) => one.label === label)
    if (item === undefined) throw new Error(`${label} is not offered`)
    return apply(marked.replace(CURSOR, ''), [item.textEdit])
  }

  async hover(file: string, marked: string): Promise<string | undefined> {
    const answer = await this.#ask<{ contents: { value: string } } | null>('textDocument/hover', this.#at(file, marked))
    return answer?.contents.value
  }

  /** Where a name is defined: `file:line:column`. */
  async definition(file: string, marked: string): Promise<readonly string[]> {
    return this.#places(await this.#ask<readonly Place[] | null>('textDocument/definition', this.#at(file, marked)))
  }

  async references(file: string, marked: string): Promise<readonly string[]> {
    const params = { ...this.#at(file, marked), context: { includeDeclaration: true } }
    return this.#places(await this.#ask<readonly Place[] | null>('textDocument/references', params))
  }

  /** The quick fixes of all mistakes of a file, and the text behind each. */
  async fixes(file: string, text: string): Promise<readonly { readonly title: string; readonly text: string }[]> {
    await this.diagnose(file, text)
    const uri = this.uri(file)
    const diagnostics = await this.diagnosticsOf(file)
    const actions = await this.#ask<readonly Action[]>('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
      context: { diagnostics },
    })
    return actions.map(({ title, edit }) => ({ title, text: apply(text, edit.changes[uri] ?? []) }))
  }

  #ask<Result>(method: string, params: object): Promise<Result> {
    return this.client.request<Result>(method, params)
  }

  #at(file: string, marked: string): { textDocument: { uri: string }; position: Position } {
    const { text, marks } = readMarks(marked)
    const [mark] = marks
    if (mark === undefined) throw new Error(`No ${CURSOR} in ${marked}`)
    this.type(file, text)
    return { textDocument: { uri: this.uri(file) }, position: { line: mark.line - 1, character: mark.column - 1 } }
  }

  #places(places: readonly Place[] | null): readonly string[] {
    return (places ?? []).map(
      ({ uri, range: { start } }) => `${uri.replace(`${this.uri('')}/`, '')}:${start.line + 1}:${start.character + 1}`,
    )
  }
}

function apply(text: string, edits: readonly { readonly range: Place['range']; readonly newText: string }[]): string {
  const lines = text.split('\n')
  const offset = ({ line, character }: Position) => lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character
  return edits.reduceRight(
    (before, { range, newText }) => before.slice(0, offset(range.start)) + newText + before.slice(offset(range.end)),
    text,
  )
}
