// The parts of the Language Server Protocol 3.17 that the server speaks. Lines and characters count from 0, characters in UTF-16.

export interface Position {
  readonly line: number
  readonly character: number
}

export interface Range {
  readonly start: Position
  readonly end: Position
}

export interface Location {
  readonly uri: string
  readonly range: Range
}

export interface TextEdit {
  readonly range: Range
  readonly newText: string
}

export interface Diagnostic {
  readonly range: Range
  /** 1 error, 2 warning, 3 information. */
  readonly severity: 1 | 2 | 3
  readonly code: string
  readonly source: 'apitest'
  readonly message: string
  readonly relatedInformation?: readonly { readonly location: Location; readonly message: string }[]
  /** 1: drawn faded, as code that nothing uses. */
  readonly tags?: readonly 1[]
  /** Texts that would mend it, the likeliest first; editors hand it back when they ask for quick fixes. */
  readonly data?: { readonly replacements: readonly string[] }
}

export interface CompletionItem {
  readonly label: string
  readonly kind: number
  readonly detail?: string
  readonly documentation?: MarkupContent
  readonly textEdit: TextEdit
}

export interface MarkupContent {
  readonly kind: 'markdown'
  readonly value: string
}

export interface CodeAction {
  readonly title: string
  readonly kind: 'quickfix'
  readonly isPreferred: boolean
  readonly diagnostics: readonly Diagnostic[]
  readonly edit: { readonly changes: Readonly<Record<string, readonly TextEdit[]>> }
}

/** What most requests carry. */
export interface DocumentPosition {
  readonly textDocument: { readonly uri: string }
  readonly position: Position
}
