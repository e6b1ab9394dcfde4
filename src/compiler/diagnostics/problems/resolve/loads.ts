import { error, warning } from '../../problem.ts'
import { code, didYouMean } from '../../wording.ts'

type Names = readonly string[]

/** Load profiles and leak windows that cannot mean what they say. */
export const loadProblems = {
  loadNotAllowed: (service: string) =>
    error(
      'load-not-allowed',
      `The service ${code(service)} is not started by apitest, and nobody has said that it may be put under load`,
      'Add `allowLoad: true` to the service if it may',
    ),
  notInLoad: (part: string) =>
    error(
      'not-in-load',
      `A request with ${code(part)} cannot be sent by load profiles and leak windows`,
      'Values that tests share, and checks with names, belong to tests that run one after another; use `capture`, `data` and `expect` here',
    ),
  unknownEndpoint: (name: string, known: Names) =>
    error('unknown-endpoint', `No task of the profile sends to ${code(name)}`, didYouMean(name, known, 'endpoints')),
  mixedStages: () =>
    error(
      'mixed-stages',
      'Some stages have `users` and others have `rate`',
      'A profile is about users who wait for answers, or about arrivals that do not: write `users` in all stages, or `rate`; two profiles do both',
    ),
  notInModel: (key: string, model: 'users' | 'rate') =>
    error(
      'not-in-model',
      `${code(key)} has no meaning in stages of \`${model}\``,
      model === 'rate' ? 'Arrivals wait for nobody; remove it' : 'Every user has one connection to a service; remove it',
    ),
  emptyLoad: (why: string) =>
    error('empty-load', `The profile never sends anything: ${why}`, 'A load in which no request was sent has shown nothing'),
  emptyRange: (range: string) => error('empty-range', `The range ${code(range)} ends before it begins`, 'Write the shorter duration first'),
  notInScripts: (what: string) =>
    warning(
      'not-in-scripts',
      `${what} is left out of the scripts for Locust and k6`,
      'The built-in engine does it; the scripts say in a comment what they leave out',
    ),
  noScript: (what: string) =>
    warning(
      'no-script',
      `Locust and k6 cannot run this load profile: their scripts have no words for ${what}`,
      'The built-in engine runs it; the scripts only end with this reason',
    ),
}
