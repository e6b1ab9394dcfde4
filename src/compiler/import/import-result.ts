/** What an import found wrong, or could not bring over; shown with the file it came from. */
export interface ImportProblem {
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  /** Folders and request that it is about. */
  readonly where: readonly string[]
  readonly hint?: string
}

export interface ImportedFile {
  /** Below the output folder, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** What the sources of an import have in common: the text of files, written by the command line. Pure: same input, same bytes. */
export interface Imported {
  readonly files: readonly ImportedFile[]
  readonly problems: readonly ImportProblem[]
  /** One line each, for the terminal. */
  readonly summary: readonly string[]
  /** Something of the source is not in the result. */
  readonly dropped: boolean
}
