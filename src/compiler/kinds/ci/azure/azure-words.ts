/** Text in which Azure would look for template expressions, made to mean only itself. */
export function plain(text: string): string {
  return text.replaceAll('${{', () => "${{ '${{' }}")
}

/**
 * A command of ours without macros `$(name)`, whose values Azure would write into it before the shell reads it. All that is the user's in
 * it stands in single quotes, which end and begin again.
 */
export function noMacro(command: string): string {
  return command.replaceAll('$(', () => "$''(")
}

/** Values of the run that somebody else may choose, such as the name of a branch. */
export const runValue = /\$\{\{|\$\((?:Build|System|Agent|Pipeline|Environment)\.[\w.]+\)/i
