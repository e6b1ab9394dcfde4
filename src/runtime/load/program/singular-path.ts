/** Reads what a path such as `$.items[0].sku` names; `undefined` where it names nothing. */
export type ReadPath = (data: unknown) => unknown

const wholePath = /^\$(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\d+\])*$/

/** For paths of plain names and indexes; `undefined` for all others, which are for the whole of JSONPath. */
export function compileSingularPath(path: string): ReadPath | undefined {
  if (!wholePath.test(path)) return undefined
  const steps = [...path.matchAll(/\.([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index))
  return (data) => {
    let value = data
    for (const step of steps) {
      if (typeof value !== 'object' || value === null) return undefined
      if (typeof step === 'number' ? !Array.isArray(value) : Array.isArray(value) || !Object.hasOwn(value, step)) return undefined
      value = (value as Readonly<Record<string | number, unknown>>)[step]
    }
    return value
  }
}
