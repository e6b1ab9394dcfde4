// The compiler for outsiders: editors, other tools, tests.
export type { Diagnostic, RelatedPlace, Severity } from './diagnostics/diagnostic.ts'
export { diagnosticFormats, renderDiagnostics } from './diagnostics/render/render-diagnostics.ts'
export type { DiagnosticFormat } from './diagnostics/render/render-diagnostics.ts'
export { checkSpec, compileSpec } from './pipeline.ts'
export type { CheckOptions, Checked, CompileOptions, Compiled } from './pipeline.ts'
