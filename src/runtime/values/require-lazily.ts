import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A package that most runs never need, at the moment one does, without turning its caller asynchronous. */
export function requireLazily<T>(name: string): T {
  return require(name) as T
}
