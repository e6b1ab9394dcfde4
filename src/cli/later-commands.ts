/** Commands of the language page that this version does not have yet. */
export const laterCommands: readonly string[] = ['lsp']
