/** One file of the generated project, still in memory. */
export interface GeneratedFile {
  /** Relative to the output folder, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly kind: 'typescript' | 'yaml' | 'json' | 'markdown' | 'python' | 'javascript'
  /** Declared by an `output:` of the spec, and therefore allowed to lie outside the output folder. */
  readonly declared?: boolean
}
