/** Text in which CircleCI would look for parameters, made to mean only itself. */
export function plain(text: string): string {
  return text.replaceAll('<<', String.raw`\<<`)
}

/** A variable's value, in which values of the pipeline are what the author wants. */
export function value(text: string): string {
  return text.replaceAll(/<<(?!\s*pipeline\.[\w.-]+\s*>>)/g, String.raw`\<<`)
}
