import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { complete } from './complete.ts'
import { pathOf } from './documents.ts'
import { editorRange } from './editor-diagnostics.ts'
import { explain } from './explain-symbol.ts'
import { readMessages, writeMessage } from './message-stream.ts'
import type { Message } from './message-stream.ts'
import type { CodeAction, CompletionItem, Diagnostic, DocumentPosition, Location, MarkupContent, Range } from './protocol.ts'
import { quickFixes } from './quick-fixes.ts'
import type { SpecSymbol } from './spec-symbols.ts'
import { Workspace } from './workspace.ts'
import type { FileView } from './workspace.ts'

export interface Streams {
  readonly input: Readable
  readonly output: Writable
}

/** Serves one editor until it says `exit` or closes the stream. True when it took its leave with `shutdown`, as it should. */
export async function serveEditor({ input, output }: Streams, version: string): Promise<boolean> {
  const workspace = new Workspace({
    publish: (uri, diagnostics) => writeMessage(output, { method: 'textDocument/publishDiagnostics', params: { uri, diagnostics } }),
    onError: (error) => writeMessage(output, { method: 'window/logMessage', params: { type: 1, message: renderError(error) } }),
  })
  const editor = { watches: false }
  const answers = answersOf(workspace, { version, editor })
  const notes = notesOf(workspace, { output, editor })
  let leaving = false
  try {
    for await (const { id, method, params } of readMessages(input)) {
      if (method === 'exit') break
      if (method === 'shutdown') leaving = true
      // an answer to a request of ours has no method, and there is nothing to do about it
      if (method === undefined) continue
      if (id === undefined || id === null) notes[method]?.(params as never)
      else void answer(id, answers[method], params).then((message) => writeMessage(output, message))
    }
  } finally {
    workspace.stop()
  }
  return leaving
}

type Answer = (params: never) => unknown

async function answer(id: number | string, handle: Answer | undefined, params: unknown): Promise<Message> {
  if (handle === undefined) return { id, error: { code: -32_601, message: 'apitest does not answer this' } }
  try {
    return { id, result: (await handle(params as never)) ?? null }
  } catch (error) {
    return { id, error: { code: -32_603, message: renderError(error) } }
  }
}

function renderError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** What may be asked. */
function answersOf(workspace: Workspace, { version, editor }: { version: string; editor: Editor }): Readonly<Record<string, Answer>> {
  const at = async <Result>(params: DocumentPosition, use: (view: FileView, symbol: SpecSymbol) => Result): Promise<Result | undefined> => {
    const view = await workspace.view(params.textDocument.uri)
    const symbol = view?.index.at(view.file, { line: params.position.line + 1, column: params.position.character + 1 })
    return view === undefined || symbol === undefined ? undefined : use(view, symbol)
  }
  const locate = ({ root }: FileView, { range }: SpecSymbol): Location => ({
    uri: workspace.documents.uriOf(join(root, range.file)),
    range: editorRange(range),
  })
  return {
    initialize: (params: InitializeParams) => {
      editor.watches = params.capabilities?.workspace?.didChangeWatchedFiles?.dynamicRegistration === true
      return { capabilities, serverInfo: { name: 'apitest', version } }
    },
    shutdown: () => null,
    'textDocument/completion': async ({ textDocument, position }: DocumentPosition): Promise<readonly CompletionItem[]> => {
      const view = await workspace.view(textDocument.uri)
      return view === undefined ? [] : complete({ ...view, position })
    },
    'textDocument/hover': (params: DocumentPosition) =>
      at(params, (view, symbol): { contents: MarkupContent; range: Range } | undefined => {
        const [definition] = view.index.definitionsOf(symbol)
        if (definition === undefined) return undefined
        return { contents: { kind: 'markdown', value: explain(definition, view.sources) }, range: editorRange(symbol.range) }
      }),
    'textDocument/definition': (params: DocumentPosition) =>
      at(params, (view, symbol) => view.index.definitionsOf(symbol).map((definition) => locate(view, definition))),
    'textDocument/references': (params: DocumentPosition & { readonly context?: { readonly includeDeclaration?: boolean } }) =>
      at(params, (view, symbol) =>
        view.index
          .occurrencesOf(symbol)
          .filter(({ role }) => role === 'reference' || params.context?.includeDeclaration !== false)
          .map((occurrence) => locate(view, occurrence)),
      ),
    'textDocument/documentHighlight': (params: DocumentPosition) =>
      at(params, (view, symbol) =>
        view.index
          .occurrencesOf(symbol)
          .filter(({ range }) => range.file === view.file)
          .map(({ range }) => ({ range: editorRange(range) })),
      ),
    'textDocument/codeAction': ({ textDocument: { uri }, context }: CodeActionParams): readonly CodeAction[] => {
      const text = workspace.documents.texts.get(pathOf(uri) ?? '')
      return text === undefined ? [] : quickFixes(uri, text, context.diagnostics)
    },
  }
}

/** What the editor can do. */
interface Editor {
  /** It tells of changes on the disk, when asked to. */
  watches: boolean
}

interface InitializeParams {
  readonly capabilities?: { readonly workspace?: { readonly didChangeWatchedFiles?: { readonly dynamicRegistration?: boolean } } }
}

interface CodeActionParams {
  readonly textDocument: { readonly uri: string }
  readonly context: { readonly diagnostics: readonly Diagnostic[] }
}

/** What the editor tells. */
function notesOf(
  workspace: Workspace,
  { output, editor }: { output: Writable; editor: Editor },
): Readonly<Record<string, (params: never) => void>> {
  return {
    initialized: () => {
      if (editor.watches) writeMessage(output, { id: 'watch', method: 'client/registerCapability', params: { registrations: [watching] } })
    },
    'textDocument/didOpen': ({ textDocument: { uri, text } }: { textDocument: { uri: string; text: string } }) =>
      workspace.change(uri, text),
    'textDocument/didChange': ({ textDocument: { uri }, contentChanges }: DocumentChange) => {
      const text = contentChanges.at(-1)?.text
      if (text !== undefined) workspace.change(uri, text)
    },
    'textDocument/didClose': ({ textDocument: { uri } }: { textDocument: { uri: string } }) => workspace.close(uri),
    'textDocument/didSave': () => workspace.checkAll(),
    'workspace/didChangeWatchedFiles': () => workspace.checkAll(),
  }
}

interface DocumentChange {
  readonly textDocument: { readonly uri: string }
  /** Each the whole text, as `textDocumentSync` asks for. */
  readonly contentChanges: readonly { readonly text: string }[]
}

const capabilities = {
  positionEncoding: 'utf-16',
  textDocumentSync: { openClose: true, change: 1, save: true },
  completionProvider: { triggerCharacters: ['{', '.', ' '] },
  hoverProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  codeActionProvider: { codeActionKinds: ['quickfix'] },
}

/** A spec reads data, schemas, compose files and hooks; whoever saves one wants to see what it changes. */
const watching = {
  id: 'files',
  method: 'workspace/didChangeWatchedFiles',
  registerOptions: { watchers: [{ globPattern: '**/*.{yaml,yml,json,csv,ts,js,mjs,py}' }] },
}
