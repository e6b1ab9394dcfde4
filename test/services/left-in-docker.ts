import { execFileSync } from 'node:child_process'

/**
 * Ground truth that does not depend on our labels: containers whose compose project lies in a folder, and networks and volumes of the
 * projects that had one there, or whose names begin with one of those given.
 */
export async function leftInDocker(folder: string, names: readonly string[] = []): Promise<string[]> {
  const label = '{{.Label "com.docker.compose.project.working_dir"}}'
  const containers = docker('ps', '-a', '--format', `{{.Names}}\t{{.Label "com.docker.compose.project"}}\t${label}`)
    .map((line) => line.split('\t'))
    .filter(([, , place]) => place === folder || place?.startsWith(`${folder}/`) === true)
  for (const [, project = ''] of containers) projects.set(project, folder)
  const own = [...projects].filter(([, place]) => place === folder).map(([project]) => project)
  const resources = [...own, ...names].flatMap((project) => [
    ...docker('network', 'ls', '--format', '{{.Name}}', '--filter', `name=${project}`),
    ...docker('volume', 'ls', '--format', '{{.Name}}', '--filter', `name=${project}`),
    ...docker('image', 'ls', '--format', '{{.Repository}}', `${project}*`),
  ])
  return [...containers.map(([name = '']) => name), ...resources]
}

/** The engine of this machine, whatever the test says to the runtime. */
function docker(...args: string[]): string[] {
  const output = execFileSync('docker', args, { encoding: 'utf8', timeout: 30_000, env: { ...process.env, DOCKER_HOST: '' } })
  return output.split('\n').filter((line) => line !== '')
}

/** Projects that were seen, by folder: their networks do not tell where they come from. */
const projects = new Map<string, string>()
