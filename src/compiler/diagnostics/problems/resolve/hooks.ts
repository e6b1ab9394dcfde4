import { error } from '../../problem.ts'
import { code, didYouMean } from '../../wording.ts'

type Names = readonly string[]

/** Commands and functions of the hooks file. */
export const hookProblems = {
  shellSyntax: (text: string, hint: string) =>
    error('shell-syntax', `No shell runs this command, so ${code(text)} would be taken literally`, hint),
  unterminatedQuote: (quote: string) =>
    error(
      'unterminated-quote',
      `The quote ${code(quote)} is never closed`,
      `Add the second ${code(quote)}, or write \`\\${quote}\` for the character itself`,
    ),
  emptyCommand: () => error('empty-command', 'The command names no program', 'Name a program, such as `node server.js`'),
  noHooksFile: (name: string) =>
    error(
      'no-hooks-file',
      `${code(name)} would be a function of the hooks file, and the spec names none`,
      'Add `hooks: ./apitest.hooks.ts`',
    ),
  unknownHook: (name: string, { file, known }: { file: string; known: Names }) =>
    error('unknown-hook', `${code(file)} exports no ${code(name)}`, didYouMean(name, known, 'exports')),
  badHook: (name: string, what: string, signature: string) => error('bad-hook', `${code(name)} ${what}`, `Write \`${signature}\``),
  badHooksFile: (file: string, reason: string) => error('bad-hooks-file', `${code(file)} cannot be read: ${reason}`),
}
