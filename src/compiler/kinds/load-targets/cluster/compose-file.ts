import type { Cluster } from './cluster.ts'
import { images, projectMount } from './cluster.ts'
import { variablesOf } from './environment.ts'
import { yamlText } from './yaml-text.ts'

/** Locust on one machine with docker: a master with its web page, and workers. */
export function locustCompose(cluster: Cluster): string {
  const { name, workers, folder, header, files } = cluster
  const variables = variablesOf(cluster)
  const environment = Object.fromEntries(
    variables.map(({ name: variable, value, service, secret }) => [
      variable,
      value === undefined || secret
        ? `\${${variable}:?${service === undefined ? 'is needed' : `where ${service} listens`}}`
        : `\${${variable}:-${escape(value)}}`,
    ]),
  )
  const common = {
    image: images.locust,
    environment: { ...environment, ...(files.length > 0 && { PROJECT_FOLDER: projectMount }) },
    volumes: [
      { type: 'bind', source: '..', target: '/load', read_only: true },
      ...(files.length > 0 ? [{ type: 'bind', source: folder, target: projectMount, read_only: true }] : []),
    ],
    extra_hosts: ['host.docker.internal:host-gateway'],
  }
  const file = ['-f', '/load/locustfile.py']
  const content = {
    name,
    services: {
      master: { ...common, command: [...file, '--master'], ports: ['127.0.0.1:8089:8089'] },
      worker: {
        ...common,
        command: [...file, '--worker', '--master-host', 'master'],
        depends_on: ['master'],
        deploy: { replicas: workers },
      },
    },
  }
  const example = variables
    .filter(({ value, secret }) => value === undefined || secret)
    .map(({ name: variable, service }) => `${variable}=${service === undefined ? '…' : 'http://host.docker.internal:5000'} `)
  return yamlText(
    [
      header,
      '',
      `    ${example.join('')}docker compose -f compose.yaml up`,
      '',
      'The web page is then at http://127.0.0.1:8089; `--scale worker=8` starts more workers.',
    ],
    [content],
  )
}

/** `$` and `}` mean something in a default value of compose. */
function escape(value: string): string {
  return value.replaceAll('$', '$$$$').replaceAll('}', '')
}
