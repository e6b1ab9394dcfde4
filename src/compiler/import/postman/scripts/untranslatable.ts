/** Why a script cannot be translated, in words for the ledger. */
export class Untranslatable extends Error {
  override readonly name = 'Untranslatable'
}

export function give(reason: string): never {
  throw new Untranslatable(reason)
}
