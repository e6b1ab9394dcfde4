/** Something that the run needs is missing or refused by the system; printed in two lines, exit code 4. */
export class MissingError extends Error {
  override readonly name = 'MissingError'
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}
