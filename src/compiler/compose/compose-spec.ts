import { projectPath } from '../checks/check-file.ts'
import type { Cursor } from '../checks/cursor.ts'

/** The compose files of a service, relative to the project's folder. */
export function composeFiles(compose: Cursor): string[] {
  const file = compose.get('file')
  const paths = file?.isList === true ? file.items() : file === undefined ? [] : [file]
  return paths.flatMap((path) => (path.text === undefined ? [] : [projectPath(path.file, path.text)]))
}

/** The name in the compose file. */
export function composeServiceName(compose: Cursor): string {
  return String(compose.get('service')?.value ?? '')
}

/** Names of the services that start with it, dependencies apart. */
export function alsoStarted(compose: Cursor): string[] {
  return (
    compose
      .get('also')
      ?.items()
      .map(({ value }) => String(value)) ?? []
  )
}
