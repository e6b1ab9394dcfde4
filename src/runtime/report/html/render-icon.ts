import type { Markup } from '../markup.ts'
import type { TestResult } from '../run-result.ts'
import { html } from './html-tag.ts'

export type State = TestResult['state']

/** The class of a state; a class name holds no space. */
export function stateClass(state: State): string {
  return state === 'not run' ? 'notrun' : state
}

/** Referred to by every icon, defined once. */
export const iconSymbols: Markup = html`<svg width="0" height="0" aria-hidden="true" class="sr">
<symbol id="i-passed" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" stroke-width="1.5" opacity=".35"/><path d="M5.5 9.3l2.4 2.4 4.7-5" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/></symbol>
<symbol id="i-failed" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8.5" fill="currentColor" opacity=".16"/><path d="M6.2 6.2l5.6 5.6M11.8 6.2l-5.6 5.6" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></symbol>
<symbol id="i-flaky" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" stroke-width="1.5" opacity=".35"/><path d="M4.5 10.5c1.2-3.4 2.6-3.4 4-1.4s2.9 2.200 5-1.600" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></symbol>
<symbol id="i-skipped" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" stroke-width="1.5" opacity=".35"/><path d="M6 9h6" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"/></symbol>
<symbol id="i-notrun" viewBox="0 0 18 18"><circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.500 2.500" opacity=".7"/></symbol>
</svg>`

/** With the state in words for those who do not see it. */
export function renderIcon(state: State): Markup {
  return html`<svg class="icon ${stateClass(state)}" role="img" aria-label="${state}"><use href="#i-${stateClass(state)}"/></svg>`
}
