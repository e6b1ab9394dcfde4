/** A place in a file of the user, for editors and renderers; lines and columns count from 1, columns in UTF-16 code units. */
export interface Range {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  readonly start: Position
  /** Behind the last character. */
  readonly end: Position
}

export interface Position {
  readonly line: number
  readonly column: number
}
