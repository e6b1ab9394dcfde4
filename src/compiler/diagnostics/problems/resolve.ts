import { fileProblems } from './resolve/files.ts'
import { hookProblems } from './resolve/hooks.ts'
import { loadProblems } from './resolve/loads.ts'
import { mockProblems } from './resolve/mocks.ts'
import { nameProblems } from './resolve/names.ts'
import { openapiProblems } from './resolve/openapi.ts'
import { templateProblems } from './resolve/templates.ts'
import { testProblems } from './resolve/tests.ts'
import { valueProblems } from './resolve/values.ts'

/** What only shows when names are followed from one part of the spec to another. */
export const resolveProblems = {
  ...nameProblems,
  ...templateProblems,
  ...fileProblems,
  ...valueProblems,
  ...testProblems,
  ...loadProblems,
  ...mockProblems,
  ...hookProblems,
  ...openapiProblems,
}
