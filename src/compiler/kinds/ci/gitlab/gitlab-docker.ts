import { engineImage, waitForEngine } from '../../../ci/docker-image.ts'
import { Commented } from '../../../ci/yaml-file.ts'
import type { CiMap } from '../../../ci/yaml-file.ts'
import type { PlannedCi } from '../../../plan/plan.ts'

export interface DockerParts {
  readonly services: CiMap['services']
  readonly variables: CiMap
  readonly before: readonly string[]
}

/** An engine beside the job; what the job mounts into containers it finds below /builds, which GitLab shares with its services. */
export function dockerParts({ docker }: PlannedCi): DockerParts {
  if (docker === 'none') return { services: undefined, variables: {}, before: [] }
  const tls = docker === 'dind-tls'
  const engine = { name: engineImage, alias: 'docker', ...(!tls && { command: ['--tls=false'] }) }
  return {
    services: new Commented([engine], {
      above: `An engine for this job alone, on a runner that allows privileged containers. It can mount what lies below /builds, such as\n$CI_PROJECT_DIR, and nothing else of the job.${tls ? ' The runner shares the folder /certs/client (`volumes = ["/certs/client"]`).' : ''}`,
    }),
    variables: tls
      ? { DOCKER_HOST: 'tcp://docker:2376', DOCKER_TLS_CERTDIR: '/certs', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/certs/client' }
      : { DOCKER_HOST: 'tcp://docker:2375', DOCKER_TLS_CERTDIR: '' },
    before: [waitForEngine],
  }
}
