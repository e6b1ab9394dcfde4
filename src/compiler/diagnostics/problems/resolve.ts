import { error } from '../problem.ts'
import { code, didYouMean } from '../wording.ts'

/** What only shows when names are followed from one part of the spec to another. */
export const resolveProblems = {
  unknownService: (name: string, known: readonly string[]) => error('unknown-service', `No service is named ${code(name)}`, didYouMean(name, known, 'services')),
}
