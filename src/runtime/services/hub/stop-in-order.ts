/** Stops all at once, but each only behind those that depend on it. */
export async function stopInOrder(
  services: ReadonlyMap<string, { readonly dependsOn: readonly string[] }>,
  stop: (name: string) => Promise<void>,
): Promise<void> {
  const stops = new Map<string, Promise<void>>()
  const stopOne = (name: string): Promise<void> => {
    const known = stops.get(name)
    if (known !== undefined) return known
    const dependents = [...services].filter(([, { dependsOn }]) => dependsOn.includes(name)).map(([other]) => other)
    const stopped = Promise.all(dependents.map(stopOne)).then(() => stop(name))
    stops.set(name, stopped)
    return stopped
  }
  await Promise.all([...services.keys()].map(stopOne))
}
