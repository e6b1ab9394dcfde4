import type { CodeAction, Diagnostic } from './protocol.ts'

/** One quick fix for each text that would mend a mistake. */
export function quickFixes(uri: string, text: string, diagnostics: readonly Diagnostic[]): readonly CodeAction[] {
  const lines = text.split('\n')
  return diagnostics.flatMap((diagnostic) => {
    const { range, data } = diagnostic
    // only a word on one line can be replaced by a word
    if (diagnostic.source !== 'apitest' || range.start.line !== range.end.line) return []
    const marked = lines[range.start.line]?.slice(range.start.character, range.end.character) ?? ''
    const quote = /^(["']).*\1$/.exec(marked)?.[1] ?? ''
    return (data?.replacements ?? []).map((replacement, index): CodeAction => ({
      title: `Change to ${replacement}`,
      kind: 'quickfix',
      isPreferred: index === 0,
      diagnostics: [diagnostic],
      edit: { changes: { [uri]: [{ range, newText: `${quote}${replacement}${quote}` }] } },
    }))
  })
}
