import { posix } from 'node:path'
import type { CheckTools } from '../checks/check-tools.ts'
import type { Cursor } from '../checks/cursor.ts'
import { nearestName } from '../diagnostics/nearest-name.ts'
import { problems } from '../diagnostics/problems.ts'
import { reservedKeys } from '../diagnostics/problems/compose.ts'
import type { ComposeFacts, ComposeServiceFacts } from '../load/compose-facts.ts'
import { hasTemplate } from '../templates/parse-template.ts'
import { checkDockerfile } from './check-dockerfile.ts'
import { composeFiles } from './compose-spec.ts'
import { readMount } from './read-mount.ts'
import { serviceKeys } from './service-keys.ts'

/** Holds what the spec says of a compose service against the compose files. */
export async function checkCompose(compose: Cursor, tools: CheckTools): Promise<void> {
  const facts = await tools.readCompose(composeFiles(compose))
  const file = compose.get('file')!
  const [mistake] = facts.mistakes
  if (mistake !== undefined) return tools.report(problems.badComposeFile(mistake.file, mistake.message), { cursor: file })
  if (facts.services.size === 0 && !facts.open)
    return tools.report(problems.badComposeFile(facts.files.join(', '), 'it has no services'), { cursor: file })
  const named = compose.get('service')!
  for (const service of [named, ...(compose.get('also')?.items() ?? [])]) checkName(service, facts, tools)
  const service = facts.services.get(named.text ?? '')
  if (service === undefined) return
  checkOverride(compose, { facts, service, tools })
  checkPort(compose, { service, tools })
}

function checkName(cursor: Cursor, facts: ComposeFacts, tools: CheckTools): void {
  const name = cursor.text ?? ''
  if (facts.services.has(name)) return
  tools.report(problems.unknownComposeService(name, { files: facts.files, known: [...facts.services.keys()] }), { cursor })
}

interface Subject {
  readonly service: ComposeServiceFacts
  readonly tools: CheckTools
}

function checkOverride(compose: Cursor, { facts, service, tools }: Subject & { facts: ComposeFacts }): void {
  const override = compose.get('override')
  const name = compose.get('service')?.text ?? ''
  for (const entry of override?.entries() ?? []) checkKey(entry, tools)
  const targets = service.mounts.map(({ target }) => target)
  for (const entry of override?.get('volumes')?.items() ?? []) checkMount(entry, { targets, name, tools })
  const build = override?.get('build')
  if (build !== undefined) checkBuild(build, { folder: posix.dirname(facts.files[0]!), tools })
  const own = override?.get('network_mode')
  const mode = own === undefined ? service.networkMode : own.text
  if (mode !== undefined && !['bridge', 'default'].includes(mode))
    tools.report(problems.networkMode(name, mode), { cursor: own ?? compose.get('service')! })
}

function checkKey(entry: Cursor, tools: CheckTools): void {
  if (Object.hasOwn(reservedKeys, entry.name) && entry.value !== null) {
    tools.report(problems.reservedOverride(entry.name), { cursor: entry, at: 'key' })
  } else if (!serviceKeys.includes(entry.name) && nearestName(entry.name, serviceKeys) !== undefined) {
    tools.report(problems.unknownKey(entry.name, serviceKeys, 'a compose service'), { cursor: entry, at: 'key' })
  }
}

function checkMount(entry: Cursor, { targets, name, tools }: { targets: readonly string[]; name: string; tools: CheckTools }): void {
  const target = readMount(entry.value)?.target
  if (target === undefined || hasTemplate(target) || targets.length === 0 || targets.includes(target)) return
  tools.report(problems.unknownMount(target, { service: name, known: [...new Set(targets)] }), { cursor: entry.get('target') ?? entry })
}

/** Paths of an override start at the folder of the first compose file, as compose has it. */
function checkBuild(build: Cursor, { folder, tools }: { folder: string; tools: CheckTools }): void {
  const context = build.get('context') ?? build
  const path = context.text
  if (path === undefined || hasTemplate(path) || /^[\w+.-]+:\/\/|^git@|\.git(#|$)/.test(path)) return
  const entry = tools.disk.look(posix.isAbsolute(path) ? path : posix.join(folder, path))
  if (entry.kind === 'missing') {
    const nearest = nearestName(posix.basename(path), entry.siblings)
    tools.report(problems.missingFile(path, { nearest, from: composeFiles(build.parent!.parent!)[0]! }), { cursor: context })
  } else if (entry.kind === 'file') tools.report(problems.fileInsteadOfFolder(path), { cursor: context })
  else if (build.isMap) checkDockerfile(build, { folder, tools })
}

/** A port that nothing declares may still be open, but not when others are declared. */
function checkPort(compose: Cursor, { service, tools }: Subject): void {
  const cursor = compose.get('port')!
  const port = Number(cursor.value)
  if (!Number.isInteger(port) || service.ports.length === 0 || service.ports.includes(port)) return
  tools.report(problems.unknownPort(port, { service: compose.get('service')?.text ?? '', known: [...new Set(service.ports)] }), { cursor })
}
