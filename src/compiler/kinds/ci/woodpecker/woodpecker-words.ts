/** Text in which Woodpecker would put values for `${NAME}` before it reads the YAML, made to mean only itself. */
export function plain(text: string): string {
  return text.replaceAll('${', () => '$${')
}

/** A variable's value, in which `${CI_…}` is what the author wants. */
export function value(text: string): string {
  return text.replaceAll(/\$\{(?!CI_[A-Z0-9_]+\})/g, () => '$${')
}

/** Commands of ours, in which a brace that opens belongs to single-quoted text of the user: the quotes end and begin again. */
export function noSubstitution(command: string): string {
  return command.replaceAll('${', () => "$''{")
}
