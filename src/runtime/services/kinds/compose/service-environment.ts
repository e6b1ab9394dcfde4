import type { DockerResult } from '../../docker/run-docker.ts'

export interface EnvironmentSource {
  /** Runs `docker compose` on the user's files. */
  readonly compose: (args: readonly string[]) => Promise<DockerResult>
  readonly docker: (args: readonly string[]) => Promise<DockerResult>
  /** Names images that are built. */
  readonly project: string
  readonly service: string
}

interface ComposedService {
  readonly image?: string
  readonly build?: unknown
  readonly environment?: Readonly<Record<string, string | null>>
}

/**
 * What a program of the service finds in its environment: that of its image, with that of the compose files over it. The image is built or
 * pulled first, as it would be anyway. Returns what docker answered where that fails, so that the usual start can explain it.
 */
export async function serviceEnvironment({
  compose,
  docker,
  project,
  service,
}: EnvironmentSource): Promise<Readonly<Record<string, string>> | DockerResult> {
  const config = await compose(['--profile', '*', 'config', '--format', 'json'])
  if (config.code !== 0) return config
  const composed = (JSON.parse(config.stdout) as { services?: Record<string, ComposedService> }).services?.[service]
  if (composed === undefined) return {}
  const image = composed.image ?? `${project}-${service}`
  const inspect = () => docker(['image', 'inspect', '--format', '{{json .Config.Env}}', image])
  let inspected = composed.build === undefined ? await inspect() : undefined
  if (inspected === undefined || inspected.code !== 0) {
    const made = await compose(composed.build === undefined ? ['pull', '--quiet', service] : ['build', service])
    if (made.code !== 0) return made
    inspected = await inspect()
  }
  const own = inspected.code === 0 ? ((JSON.parse(inspected.stdout) as readonly string[] | null) ?? []) : []
  const ofFiles = Object.entries(composed.environment ?? {}).flatMap(([name, value]) =>
    // what compose prints could be read by compose again: a dollar is two
    value === null ? [] : [[name, value.replaceAll('$$', '$')] as const],
  )
  return {
    ...Object.fromEntries(own.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)])),
    ...Object.fromEntries(ofFiles),
  }
}
