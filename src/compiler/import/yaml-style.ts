/** How imported YAML is written. */
export const yamlStyle = { lineWidth: 140, flowCollectionPadding: true, indentSeq: true } as const
