/** Secrets that became known when logs with them may have been written already. */
export class LateSecrets {
  #isAny = false
  readonly #say: (message: string) => void

  constructor(say: (message: string) => void) {
    this.#say = say
  }

  note(): void {
    this.#isAny = true
  }

  /** Takes them out of a log that is complete. */
  async hideIn(file: string | undefined): Promise<void> {
    if (!this.#isAny || file === undefined) return
    const { hideLateSecrets } = await import('../hide-late-secrets.ts')
    await hideLateSecrets(file).catch((error: unknown) =>
      this.#say(`${file} may hold secrets: ${error instanceof Error ? error.message : String(error)}`),
    )
  }
}
