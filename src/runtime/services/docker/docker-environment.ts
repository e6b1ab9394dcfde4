import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { processEnvironment } from '../kinds/process/process-environment.ts'

/** Containers, networks and volumes of a run carry it, with `<machine>.<session>`. */
export const SESSION_LABEL = 'dev.apitest.session'
export const PROJECT_LABEL = 'com.docker.compose.project'
export const SERVICE_LABEL = 'com.docker.compose.service'

/** The environment for the docker command line; compose files read their variables from it. */
export function dockerEnvironment(own: Readonly<Record<string, string | undefined>> = {}): NodeJS.ProcessEnv {
  const { PORT, PYTHONUNBUFFERED } = process.env
  const outer = { ...process.env, COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined, COMPOSE_PROFILES: undefined }
  const plain = {
    COMPOSE_ANSI: 'never',
    COMPOSE_PROGRESS: 'plain',
    BUILDKIT_PROGRESS: 'plain',
    COMPOSE_MENU: 'false',
    DOCKER_CLI_HINTS: 'false',
  }
  const fixed = { ...plain, COMPOSE_COMPATIBILITY: undefined, COMPOSE_REMOVE_ORPHANS: undefined, PORT, PYTHONUNBUFFERED }
  return processEnvironment({ outer, own: { ...fixed, ...own }, port: 0 })
}

/** What the guard and a later run need to reach the same engine. */
export function engineEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const needed = Object.entries(env).filter(([name]) => /^(PATH|HOME|XDG_.*|SSH_AUTH_SOCK|DOCKER_.*)$/.test(name))
  return Object.fromEntries(needed) as Record<string, string>
}

/**
 * Which sessions can be judged from here: those of this machine, user and temporary folder. Others may share the docker engine, and
 * their runs go on unseen.
 */
export function machineId(): string {
  return createHash('sha256')
    .update(JSON.stringify([hostname(), readId(), tmpdir(), userInfo().uid]))
    .digest('hex')
    .slice(0, 8)
}

function readId(): string | undefined {
  try {
    return readFileSync('/etc/machine-id', 'utf8').trim()
  } catch {
    return undefined
  }
}
