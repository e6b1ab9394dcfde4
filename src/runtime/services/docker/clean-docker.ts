import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isSessionFolder, readSession } from '../processes/run-session.ts'
import { dockerEnvironment, engineEnvironment, machineId, PROJECT_LABEL, SESSION_LABEL } from './docker-environment.ts'
import { removeProject } from './remove-project.ts'
import { runDocker } from './run-docker.ts'

/**
 * Removes what runs of this machine left in docker although neither they nor their folders are there any more, as after a power cut.
 * Runs that go on are never touched, nor those of others that use the same engine. Returns the names of the projects.
 */
export async function cleanDocker({ volumes }: { volumes: boolean }): Promise<string[]> {
  const env = dockerEnvironment()
  const format = ['--filter', `label=${SESSION_LABEL}`, '--format', `{{.Label "${SESSION_LABEL}"}} {{.Label "${PROJECT_LABEL}"}}`]
  const lists = [['ps', '--all'], ['network', 'ls'], ...(volumes ? [['volume', 'ls']] : [])]
  const found = await Promise.all(lists.map((list) => runDocker([...list, ...format], { env, timeoutMs: 20_000 })))
  const machine = machineId()
  const projects = new Set<string>()
  for (const line of found.flatMap(({ code, stdout }) => (code === 0 ? stdout.split('\n') : []))) {
    const [, where, session, project] = /^(\w+)\.([0-9a-f]{12}) (apitest-\S+)$/.exec(line.trim()) ?? []
    if (where === machine && project?.startsWith(`apitest-${session}-`) === true && isOver(session!)) projects.add(project)
  }
  await Promise.all([...projects].map((project) => removeProject({ project, env: engineEnvironment(env), volumes }, { graceSeconds: 0 })))
  return [...projects].toSorted()
}

/** A run makes its folder before its containers, and removes it behind them. */
function isOver(session: string): boolean {
  const folder = join(tmpdir(), `apitest-${session}`)
  if (!isSessionFolder(folder) || !existsSync(folder)) return true
  return readSession(folder)?.state === 'dead'
}
