import { namesIn } from '../templates/references-in.ts'
import type { Cursor } from './cursor.ts'

/** The services that a service needs: those it lists, and those whose address it reads. */
export function dependenciesOf(service: Cursor | undefined): readonly string[] {
  const listed =
    service
      ?.get('dependsOn')
      ?.items()
      .flatMap((item) => item.text ?? []) ?? []
  return [...new Set([...listed, ...namesIn(service?.value, 'services')])]
}
