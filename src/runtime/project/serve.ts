import type { ServedProject } from '../services/serve.ts'

/**
 * For vitest's `globalSetup`: starts the services that the tests use, with what they depend on, once for the whole run, and stops them
 * afterwards, also after a failure or Ctrl-C.
 *
 * @example
 * export default () => serve(project, ['web'])
 */
export async function serve(project: ServedProject, names: readonly string[]): Promise<() => Promise<void>> {
  // Tests import this package too, in another thread, and start nothing.
  const services = await import('../services/serve.ts')
  return services.serve(project, names)
}
