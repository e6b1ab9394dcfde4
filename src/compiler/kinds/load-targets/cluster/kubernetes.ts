import type { Cluster } from './cluster.ts'
import { images, projectMount } from './cluster.ts'
import { variablesOf } from './environment.ts'
import { yamlText } from './yaml-text.ts'

/** Shared by the manifests of both programs. */
export interface Pod {
  readonly env: readonly object[]
  readonly volumes: readonly object[]
  readonly volumeMounts: readonly object[]
}

export function podOf(cluster: Cluster): Pod {
  const { name, files } = cluster
  const env = variablesOf(cluster).map(({ name: variable, secret, value, service }) => {
    if (service !== undefined) return { name: variable, value: value ?? `http://${dnsName(service)}` }
    return secret || value === undefined
      ? { name: variable, valueFrom: { secretKeyRef: { name: `${name}-secrets`, key: variable } } }
      : { name: variable, value }
  })
  const items = files.map((path, index) => ({ key: `file-${index}`, path }))
  const volumes = files.length === 0 ? [] : [{ name: 'project', configMap: { name: `${name}-files`, items } }]
  return {
    env: [...env, ...(files.length === 0 ? [] : [{ name: 'PROJECT_FOLDER', value: projectMount }])],
    volumes,
    volumeMounts: files.length === 0 ? [] : [{ name: 'project', mountPath: projectMount, readOnly: true }],
  }
}

function dnsName(service: string): string {
  return service.toLowerCase().replaceAll('_', '-')
}

/** The script and the data as config maps, for `kubectl kustomize`. */
export function kustomization(cluster: Cluster, { resource, script }: { resource: string; script: string }): string {
  const { name, namespace, folder, files, header } = cluster
  const secrets = variablesOf(cluster).filter(({ secret, value, service }) => service === undefined && (secret || value === undefined))
  const create =
    secrets.length === 0
      ? []
      : [
          `    kubectl create secret generic ${name}-secrets ${secrets.map(({ name: variable }) => `--from-literal=${variable}=…`).join(' ')}`,
        ]
  const content = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(namespace !== undefined && { namespace }),
    resources: [resource],
    configMapGenerator: [
      { name: `${name}-script`, files: [`${script}=../../${script}`] },
      ...(files.length === 0 ? [] : [{ name: `${name}-files`, files: files.map((path, index) => `file-${index}=../${folder}/${path}`) }]),
    ],
    generatorOptions: { disableNameSuffixHash: true },
  }
  return yamlText([header, '', ...create, '    kubectl kustomize --load-restrictor LoadRestrictionsNone . | kubectl apply -f -'], [content])
}

/** Locust as jobs: a master that waits for its workers, and the workers. */
export function locustManifest(cluster: Cluster): string {
  const { name, workers, header } = cluster
  const { env, volumes, volumeMounts } = podOf(cluster)
  const labels = (role: string) => ({ 'app.kubernetes.io/name': `${name}-locust`, 'app.kubernetes.io/component': role })
  const job = (role: string, { args, spec }: { args: readonly string[]; spec: object }) => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: `${name}-locust-${role}`, labels: labels(role) },
    spec: {
      ...spec,
      backoffLimit: 0,
      template: {
        metadata: { labels: labels(role) },
        spec: {
          restartPolicy: 'Never',
          containers: [
            {
              name: 'locust',
              image: images.locust,
              args: ['-f', '/load/locustfile.py', ...args],
              env,
              ...(role === 'master' && { ports: [{ name: 'workers', containerPort: 5557 }] }),
              volumeMounts: [{ name: 'script', mountPath: '/load', readOnly: true }, ...volumeMounts],
            },
          ],
          volumes: [{ name: 'script', configMap: { name: `${name}-script` } }, ...volumes],
        },
      },
    },
  })
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${name}-locust-master`, labels: labels('master') },
    spec: { selector: labels('master'), ports: [{ name: 'workers', port: 5557, targetPort: 'workers' }] },
  }
  const master = ['--master', '--headless', '--expect-workers', String(workers), '--expect-workers-max-wait', '300']
  const worker = ['--worker', '--master-host', `${name}-locust-master`]
  return yamlText(
    [header, '', `The result is what the master prints: kubectl logs -f job/${name}-locust-master`],
    [
      service,
      job('master', { args: master, spec: {} }),
      job('worker', { args: worker, spec: { parallelism: workers, completions: workers } }),
    ],
  )
}

/** A test run for the k6 operator (https://github.com/grafana/k6-operator), which splits the load among its runners. */
export function k6Manifest(cluster: Cluster): string {
  const { name, workers, header } = cluster
  const { env, volumes, volumeMounts } = podOf(cluster)
  const content = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name },
    spec: {
      parallelism: workers,
      script: { configMap: { name: `${name}-script`, file: 'k6.js' } },
      runner: { image: images.k6, env, ...(volumes.length > 0 && { volumes, volumeMounts }) },
    },
  }
  return yamlText([header, '', 'Each runner judges its own share of the answers; the operator does not put them together.'], [content])
}
