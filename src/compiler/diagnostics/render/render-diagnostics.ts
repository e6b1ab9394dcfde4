import type { Diagnostic } from '../diagnostic.ts'
import { renderGithub } from './github.ts'
import { renderGitlab } from './gitlab.ts'
import { renderJson } from './json.ts'
import { renderPretty } from './pretty.ts'
import type { RenderOptions } from './render-options.ts'
import { renderSarif } from './sarif.ts'

export const diagnosticFormats = ['pretty', 'json', 'github', 'gitlab', 'sarif'] as const

export type DiagnosticFormat = (typeof diagnosticFormats)[number]

/** The text of `--format`; ends in a line break where there is any. `colour` counts for pretty only. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  options: RenderOptions & { format: DiagnosticFormat; colour?: boolean },
): string {
  return renderers[options.format](diagnostics, { ...options, colour: options.colour ?? false })
}

const renderers: {
  readonly [F in DiagnosticFormat]: (diagnostics: readonly Diagnostic[], options: RenderOptions & { colour: boolean }) => string
} = {
  pretty: renderPretty,
  json: renderJson,
  github: renderGithub,
  gitlab: renderGitlab,
  sarif: renderSarif,
}
