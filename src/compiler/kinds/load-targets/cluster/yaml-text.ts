import { stringify } from 'yaml'

/** A YAML file with comments on top; quoted so that readers of YAML 1.1 such as docker see the same texts. */
export function yamlText(comments: readonly string[], documents: readonly object[]): string {
  const top = comments.map((line) => `# ${line}`.trimEnd()).join('\n')
  const texts = documents.map((document) =>
    stringify(document, { compat: 'yaml-1.1', singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false }),
  )
  return `${top}\n\n${texts.join('---\n')}`
}
