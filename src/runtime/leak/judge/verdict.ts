/** What a series says. `inconclusive` is honest: more requests, or a look inside, would tell. */
export type Verdict = 'leak' | 'no leak' | 'inconclusive'

/** How a series goes on in the part that is judged. */
export type Shape =
  | 'flat'
  | 'below the threshold'
  | 'rose, then flat'
  | 'returns'
  | 'steady'
  | 'steps'
  | 'slowing'
  | 'given back before'
  | 'noisy'
  | 'too short'
