import { problems } from '../diagnostics/problems.ts'
import type { CheckTools } from './check-tools.ts'
import type { Spot } from './reporter.ts'

/** What a part of an expectation says of every answer. */
export interface Verdict {
  readonly holds: 'always' | 'never'
  readonly reason: string
  /** Of what it always holds; default: whatever comes. */
  readonly where?: string
  /** What to do where it never holds. */
  readonly hint?: string
}

/** Tells the user which parts of an expectation are decided beforehand; inside of `not` the opposite. */
export class Judge {
  readonly say: (verdict: Verdict, spot: Spot) => void
  readonly #isNegated: boolean

  private constructor(say: (verdict: Verdict, spot: Spot) => void, isNegated: boolean) {
    this.say = say
    this.#isNegated = isNegated
  }

  static of(tools: CheckTools): Judge {
    return new Judge(({ holds, reason, where, hint }, spot) => {
      tools.report(holds === 'never' ? problems.neverHolds(reason, hint) : problems.alwaysHolds(reason, where), spot)
    }, false)
  }

  /** For what stands under `not`. */
  opposite(): Judge {
    return new Judge((verdict, spot) => this.say({ ...verdict, holds: verdict.holds === 'always' ? 'never' : 'always' }, spot), true)
  }

  /** For one of several operands: inside of `not`, one that always holds leaves the decision to the others. */
  among(operands: number): Judge {
    if (!this.#isNegated || operands === 1) return this
    return new Judge((verdict, spot) => {
      if (verdict.holds === 'never') this.say(verdict, spot)
    }, true)
  }
}
