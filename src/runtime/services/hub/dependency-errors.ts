import { serviceError } from '../service-error.ts'
import type { ServiceError } from '../service-error.ts'

/** The compiler finds these in the YAML; a hand-written project may still have them. */
export function unknownService(
  name: string,
  { neededBy, known }: { neededBy: string | undefined; known: readonly string[] },
): ServiceError {
  const by = neededBy === undefined ? '' : `, which \`${neededBy}\` depends on`
  return serviceError({
    service: name,
    message: `No service is named \`${name}\`${by}`,
    hint: `Known services: ${known.length === 0 ? 'none' : known.join(', ')}`,
  })
}

export function dependencyCycle(names: readonly string[]): ServiceError {
  return serviceError({ service: names[0] ?? '', message: `Services depend on each other: ${names.join(' → ')}`, path: ['dependsOn'] })
}

export function undeclaredDependency(name: string, other: string): never {
  throw serviceError({
    service: name,
    message: `Service \`${name}\` uses \`${other}\`, which it does not depend on`,
    hint: `Add \`dependsOn: [${other}]\``,
  })
}
