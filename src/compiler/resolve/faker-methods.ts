import { faker } from '@faker-js/faker/locale/en'

let methods: ReadonlySet<string> | undefined

/** All that `faker("…")` may name, such as `person.firstName`. Import lazily: faker is large. */
export function fakerMethods(): ReadonlySet<string> {
  methods ??= new Set(Object.entries(faker).flatMap(([module, value]) => methodsOf(value).map((method) => `${module}.${method}`)))
  return methods
}

function methodsOf(module: unknown): string[] {
  if (typeof module !== 'object' || module === null) return []
  const found = new Set<string>()
  for (
    let level: object | null = module;
    level !== null && level !== Object.prototype;
    level = Object.getPrototypeOf(level) as object | null
  ) {
    for (const name of Object.getOwnPropertyNames(level)) {
      if (name !== 'constructor' && typeof (module as Record<string, unknown>)[name] === 'function') found.add(name)
    }
  }
  return [...found].sort()
}
