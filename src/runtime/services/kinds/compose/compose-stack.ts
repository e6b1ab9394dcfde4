import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cleanDocker } from '../../docker/clean-docker.ts'
import { dockerEnvironment, engineEnvironment, machineId } from '../../docker/docker-environment.ts'
import type { Engine } from '../../docker/engine.ts'
import { builtImages, isNamedAfter, removeProject } from '../../docker/remove-project.ts'
import type { DockerProject } from '../../docker/remove-project.ts'
import { runDocker } from '../../docker/run-docker.ts'
import type { DockerResult } from '../../docker/run-docker.ts'
import { forgetProject, forgetService, markerVariable, recordProject, recordService } from '../../processes/run-session.ts'
import type { RunSession } from '../../processes/run-session.ts'
import type { ComposeOptions } from './compose-options.ts'
import { KILLED, readContainers } from './container-state.ts'
import type { ContainerState } from './container-state.ts'

export interface StackOptions {
  readonly name: string
  readonly options: ComposeOptions
  readonly engine: Engine
  readonly session: RunSession
}

export interface Removed {
  /** Services that had to be killed. */
  readonly forced: readonly string[]
  /** What docker would not remove, such as `container 4f2a…`. */
  readonly left: readonly string[]
  /** Images that were removed although this run had not built them. */
  readonly strangers: readonly string[]
}

const GRACE_SECONDS = 5

const stacks = new Map<string, ComposeStack>()

/**
 * One compose project of a run. Services of the same files share it, so that they reach each other; it goes with the last of them. Its
 * name is of this run alone, and the guard knows it before docker does.
 */
export class ComposeStack {
  readonly project: DockerProject
  readonly env: NodeJS.ProcessEnv
  readonly #options: ComposeOptions
  readonly #engine: Engine
  readonly #session: RunSession
  readonly #mark: string
  readonly #members = new Set<string>()
  #files: readonly string[] | undefined
  #turn: Promise<unknown> = Promise.resolve()

  static join(stack: StackOptions): ComposeStack {
    const key = JSON.stringify([stack.session.id, stack.options.files])
    const found = stacks.get(key) ?? new ComposeStack(stack)
    stacks.set(key, found)
    found.#members.add(stack.name)
    return found
  }

  private constructor({ name, options, engine, session }: StackOptions) {
    this.#options = options
    this.#engine = engine
    this.#session = session
    this.#mark = `${name}.compose`
    const mark = recordService(session, { name: this.#mark, signal: 'SIGKILL', graceMs: 0 })
    this.env = dockerEnvironment({
      ...options.variables,
      ...markerVariable(mark),
      APITEST_SESSION: `${machineId()}.${session.id}`,
      APITEST_BIND: engine.bind,
    })
    const project = `apitest-${session.id}-${name.toLowerCase()}`
    this.project = { project, env: { ...engineEnvironment(this.env), ...markerVariable(mark) }, volumes: options.removeVolumes }
    recordProject(session, { ...this.project, env: engineEnvironment(this.env) })
    void cleanOnce()
  }

  /** Builds, pulls and starts; the containers are there when it is done, whatever they do then. */
  up(services: readonly string[], { signal, onText }: { signal: AbortSignal; onText(text: string): void }): Promise<DockerResult> {
    return this.#inTurn(async () => {
      const own = await this.#readFiles(signal)
      if (!Array.isArray(own)) return own as DockerResult
      const files = await this.#withAddition(own, { signal, onText })
      if (!Array.isArray(files)) return files as DockerResult
      const args = ['up', '--detach', '--build', '--no-recreate', '--quiet-pull', ...services]
      return runDocker(this.#compose(files, args), { env: this.env, cwd: this.#options.folder, signal, onText })
    })
  }

  containers(): Promise<ContainerState[]> {
    return readContainers(this.project)
  }

  /** Lets a service go; the last one takes all that was started with it. */
  async leave(name: string): Promise<Removed> {
    this.#members.delete(name)
    if (this.#members.size > 0) return { forced: [], left: [], strangers: [] }
    return this.#inTurn(() => this.#remove())
  }

  async #remove(): Promise<Removed> {
    const before = await this.containers()
    const running = before.filter((container) => container.running)
    if (running.length > 0) {
      const stop = ['compose', '-p', this.project.project, 'stop', '-t', String(GRACE_SECONDS)]
      await runDocker(stop, { env: this.env, timeoutMs: 60_000 })
    }
    const after = running.length > 0 ? await this.containers() : []
    const wasRunning = new Set(running.map(({ id }) => id))
    const forced = after.filter(({ id, exitCode }) => wasRunning.has(id) && exitCode === KILLED).map(({ service }) => service)
    const built = this.#options.removeImages === 'none' ? [] : await builtImages(this.project)
    const left = await removeProject(this.project, { graceSeconds: GRACE_SECONDS, rounds: 1 })
    const strangers = await this.#removeImages({ built, used: before.map(({ image }) => image) })
    for (const [key, stack] of stacks) if (stack === this) stacks.delete(key)
    if (left.length === 0) forgetProject(this.#session, this.project)
    forgetService(this.#session, this.#mark)
    return { forced, left, strangers }
  }

  /** What the spec asks for beside the images that bear the name of this run. */
  async #removeImages({ built, used }: { built: readonly string[]; used: readonly string[] }): Promise<string[]> {
    const { removeImages } = this.#options
    const names = new Set([...built, ...(removeImages === 'all' ? used : [])].filter((image) => !isNamedAfter(this.project.project, image)))
    const strangers: string[] = []
    for (const name of names) {
      const { code } = await runDocker(['image', 'rm', name], { env: this.env, timeoutMs: 60_000 })
      if (code === 0 && !built.includes(name)) strangers.push(name)
    }
    return strangers
  }

  /** The user's files with ours; one file made of them for a compose that would misunderstand ours. */
  async #readFiles(signal: AbortSignal): Promise<readonly string[] | DockerResult> {
    const { files, kind } = this.#options
    if (this.#engine.readsTags || kind === 'container') return files
    if (this.#files !== undefined) return this.#files
    const config = this.#compose(
      files.filter((file) => !isOverride(file)),
      ['--profile', '*', 'config', '--format', 'json'],
    )
    const result = await runDocker(config, { env: this.env, cwd: this.#options.folder, signal })
    if (result.code !== 0) return result
    const overrides = files.filter(isOverride).map((file) => readFileSync(file, 'utf8'))
    const made = join(this.#session.folder, `${this.project.project}.json`)
    const { standAloneFile } = await import('./stand-alone-file.ts')
    writeFileSync(made, standAloneFile(result.stdout, overrides), { mode: 0o600 })
    this.#files = [made]
    return this.#files
  }

  /** What comes on top and depends on what the image and the files say. */
  async #withAddition(
    files: readonly string[],
    { signal, onText }: { signal: AbortSignal; onText(text: string): void },
  ): Promise<readonly string[] | DockerResult> {
    const { addition, service, folder } = this.#options
    if (addition === undefined) return files
    const { serviceEnvironment } = await import('./service-environment.ts')
    const found = await serviceEnvironment({
      compose: (args) =>
        runDocker(this.#compose(files, args), { env: this.env, cwd: folder, signal, ...(args[0] !== '--profile' && { onText }) }),
      docker: (args) => runDocker(args, { env: this.env, signal }),
      project: this.project.project,
      service,
    })
    return isResult(found) ? found : [...files, addition(found)]
  }

  #compose(files: readonly string[], args: readonly string[]): string[] {
    const { folder } = this.#options
    return ['compose', '-p', this.project.project, '--project-directory', folder, ...files.flatMap((file) => ['-f', file]), ...args]
  }

  /** Two commands of compose on one project get in each other's way. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work, work)
    this.#turn = result.catch(() => {})
    return result
  }
}

function isResult(found: Readonly<Record<string, string>> | DockerResult): found is DockerResult {
  return typeof found['missing'] === 'boolean'
}

let cleaning: Promise<unknown> | undefined

/** What an earlier run could not remove goes while this one starts. */
function cleanOnce(): Promise<unknown> {
  return (cleaning ??= cleanDocker({ volumes: false }).catch(() => {}))
}

function isOverride(file: string): boolean {
  return file.endsWith('.override.yaml') && readFileSync(file, 'utf8').includes('!override')
}
