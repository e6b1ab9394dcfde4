/** What a renderer needs beside the diagnostics. */
export interface RenderOptions {
  /** Text of the files that diagnostics name, for code frames. */
  readonly sources: ReadonlyMap<string, string>
  /**
   * How a file is shown: relative to where the user stands, or to the repository for CI formats.
   *
   * @default the file as the diagnostic has it, relative to the project's folder
   */
  readonly pathOf?: (file: string) => string
}
