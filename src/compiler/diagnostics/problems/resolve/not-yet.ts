import type { Severity } from '../../diagnostic.ts'
import { error } from '../../problem.ts'

/** Parts of the language that this version does not execute. */
export const notYetProblems = {
  /** A warning where the tests of the spec mean the same without the part, otherwise an error. */
  notYet: (what: string, { severity, consequence }: { severity: Severity; consequence: string }) => ({
    ...error('not-yet', `${what} is valid, but this version does not execute it yet`, consequence),
    severity,
  }),
}
