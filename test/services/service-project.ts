import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import type { ServedProject, ServicesRecord } from '../../src/runtime/services/serve.ts'
import type { ServiceEntry } from '../../src/runtime/services/service-definition.ts'

const systemTemporary = tmpdir()

/** A folder with files, used as a project and as the working folder of its services; nothing may be left running in it. */
export interface ServiceProject {
  readonly folder: string
  define(services: Readonly<Record<string, ServiceEntry>>, specs?: readonly string[]): ServedProject
  record(): ServicesRecord
  /** Processes whose working folder is this one, whoever started them. */
  survivors(): number[]
  log(name: string): string
}

export function serviceProject(files: Readonly<Record<string, string>> = {}): ServiceProject {
  const folder = realpathSync(mkdtempSync(join(systemTemporary, 'service-project-')))
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const variables = { APITEST_RUN_DIR: join(folder, 'report'), TMPDIR: temporary, APITEST_SERVICES: undefined, APITEST_KEEP: undefined }
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const)
  for (const [name, value] of Object.entries(variables)) setVariable(name, value)
  onTestFinished(() => {
    for (const [name, value] of before) setVariable(name, value)
    for (const pid of survivorsIn(folder)) process.kill(pid, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    define: (services, specs = []) => ({ folder: pathToFileURL(`${folder}/`), specs, services }),
    record: () => JSON.parse(readFileSync(join(folder, 'report', 'services.json'), 'utf8')) as ServicesRecord,
    survivors: () => survivorsIn(folder),
    log: (name) => readFileSync(join(folder, 'report', 'logs', `${name}.log`), 'utf8'),
  }
}

/** A server on `PORT` that answers with its pid; ten lines of plain node, so that it starts at once. */
export const helloServer = `
import { createServer } from 'node:http'
createServer((request, response) => {
  console.log(request.method + ' ' + request.url)
  if (request.url === '/die') process.exit(3)
  response.end(String(process.pid))
}).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'))
`

export const helloProcess = { command: [process.execPath, 'hello.mjs'], ready: { http: '/' } }

/** Ground truth that does not depend on what is tested: the working folder of each living process. */
export function survivorsIn(folder: string): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    const pid = Number(entry)
    if (!Number.isInteger(pid) || pid === process.pid) return []
    try {
      const inside = readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '') === folder
      return inside && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'latin1')) ? [pid] : []
    } catch {
      return []
    }
  })
}

/** Folders of sessions of the current project, to see that none is left. */
export function sessionFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('apitest-'))
}

function setVariable(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}
