import type { ComposeFacts } from '../load/compose-facts.ts'

/** The services that start with those named, themselves included, in the order of the file. */
export function composedServices(facts: ComposeFacts, names: readonly string[]): string[] {
  const found = new Set<string>()
  const visit = (name: string) => {
    const service = facts.services.get(name)
    if (service === undefined || found.has(name)) return
    found.add(name)
    for (const needed of service.needs) visit(needed)
  }
  for (const name of names) visit(name)
  return [...facts.services.keys()].filter((name) => found.has(name))
}
