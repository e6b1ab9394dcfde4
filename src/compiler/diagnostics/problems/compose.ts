import { error, warning } from '../problem.ts'
import { code, didYouMean, listOf } from '../wording.ts'

/** What is wrong with a compose file, or with what the spec says about it. */
export const composeProblems = {
  badComposeFile: (file: string, reason: string) =>
    error(
      'bad-compose-file',
      `${code(file)} cannot be read as a compose file: ${reason}`,
      'It is read when the spec is compiled; `docker compose config` says the same',
    ),
  missingComposeFile: (file: string, { nearest, from }: { nearest: string | undefined; from: string }) =>
    error(
      'missing-compose-file',
      `There is no compose file ${code(file)}`,
      nearest === undefined ? `Paths start at the folder of ${code(from)}` : `Did you mean ${code(nearest)}?`,
    ),
  unknownComposeService: (name: string, { files, known }: { files: readonly string[]; known: readonly string[] }) =>
    error('unknown-compose-service', `${listOf(files)} has no service ${code(name)}`, didYouMean(name, known, 'services')),
  /** Adding a mount is fine, and a misspelt target would leave the real one as it is. */
  unknownMount: (target: string, { service, known }: { service: string; known: readonly string[] }) =>
    warning(
      'unknown-mount',
      `${code(service)} mounts nothing at ${code(target)}, so this mount is a new one`,
      didYouMean(target, known, 'targets of mounts'),
    ),
  unknownPort: (port: number, { service, known }: { service: string; known: readonly number[] }) =>
    warning(
      'unknown-port',
      `${code(service)} does not declare the port ${code(String(port))}`,
      `It declares ${listOf(known.map(String))}; the port is the one inside the container`,
    ),
  reservedOverride: (key: string) => error('reserved-override', `${code(key)} cannot be overridden`, reservedKeys[key]),
  networkMode: (service: string, mode: string) =>
    error(
      'network-mode',
      `${code(service)} has \`network_mode: ${mode}\`, so that its port cannot be published on a free one`,
      'Write `override: { network_mode: null }`: then the run has a network of its own',
    ),
}

/** Keys that a run sets itself, and why. */
export const reservedKeys: Readonly<Record<string, string>> = {
  container_name: 'Remove it: two runs cannot have a container of the same name',
  extends: 'Remove it: name the file of the other service under `file`',
  ports: 'Remove it: `port` is published on a free port of this machine, so that runs never collide',
  profiles: 'Remove it: services that tests use start whatever their profile',
  restart: 'Remove it: a container that ends during a test must not be started again silently',
}
