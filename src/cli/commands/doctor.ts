import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Input } from '../command-table.ts'
import { checkTool } from '../doctor/check-tool.ts'
import type { ToolState } from '../doctor/check-tool.ts'
import { tools } from '../doctor/tools.ts'
import type { Tool } from '../doctor/tools.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CommandResult, Host } from '../host.ts'
import { packageFolder, packageVersion } from '../package-info.ts'
import { userCacheFolder } from '../run/module-cache.ts'
import type { doctorOptions } from '../tables/doctor.ts'
import { count } from '../terminal/format.ts'
import { styleOf } from '../terminal/style.ts'
import type { Style } from '../terminal/style.ts'

/** The oldest Node that the package runs on, as its `engines` say. */
const oldestNode = [20, 19] as const

/** Everything but Node is needed only by some projects, so only an unfit Node is a failure. */
export async function run(host: Host, { options }: Input<typeof doctorOptions>): Promise<CommandResult> {
  if (options.clean) return clean(host)
  const states = await Promise.all(tools.map((tool) => checkTool(host, tool)))
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  const nodeFits = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])
  const exitCode = nodeFits ? exitCodes.ok : exitCodes.missing
  if (options.format === 'json') {
    const found = tools.map((tool, index) => ({ name: tool.name, purpose: tool.purpose, ...states[index]! }))
    return {
      exitCode,
      output: JSON.stringify(
        { apitest: packageVersion(), node: { version: process.versions.node, fits: nodeFits }, tools: found },
        null,
        2,
      ),
    }
  }
  const style = styleOf(host, host.stdout)
  const width = Math.max(...tools.map(({ name }) => name.length))
  const row = (mark: string, name: string, text: string) => `${mark} ${name.padEnd(width)}  ${text}`
  const local = existsSync(join(host.cwd, 'node_modules', 'apitest', 'package.json'))
  return {
    exitCode,
    output: [
      row(style.green('✓'), 'apitest', `${packageVersion()}  ${style.dim(local ? 'installed in this folder' : packageFolder())}`),
      nodeFits
        ? row(style.green('✓'), 'node', process.versions.node)
        : row(
            style.red('✗'),
            'node',
            `${process.versions.node} is too old: apitest needs ${oldestNode.join('.')} or newer, from https://nodejs.org`,
          ),
      ...tools.flatMap((tool, index) => toolRows(tool, states[index]!, { style, width, row })),
      '',
      style.dim('What is missing matters only where the column says so. `apitest doctor --clean` removes what crashed runs left behind.'),
    ].join('\n'),
  }
}

function toolRows(
  tool: Tool,
  state: ToolState,
  { style, width, row }: { style: Style; width: number; row: (mark: string, name: string, text: string) => string },
): readonly string[] {
  const indent = ' '.repeat(width + 4)
  if (state.state === 'found') return [row(style.green('✓'), tool.name, `${state.version}  ${style.dim(tool.purpose)}`)]
  const install = `${indent}${style.dim(`install: ${tool.install[process.platform] ?? tool.install.other}`)}`
  if (state.state === 'broken')
    return [
      row(style.yellow('!'), tool.name, `is there and fails: ${state.reason}`),
      `${indent}${style.dim(`needed for ${tool.purpose}`)}`,
      install,
    ]
  return [row(style.dim('○'), tool.name, `missing; needed for ${tool.purpose}`), install]
}

/** Stops what crashed runs and `--keep` left behind; runs that go on are not touched. */
async function clean(host: Host): Promise<CommandResult> {
  const { cleanLeftovers } = await import('../../runtime/services/processes/clean-leftovers.ts')
  const { cleanDocker } = await import('../../runtime/services/docker/clean-docker.ts')
  const { sessions, processes, projects } = await cleanLeftovers({ kept: true })
  const removed = [...projects, ...(await cleanDocker({ volumes: true }))]
  const cache = userCacheFolder(host.env)
  if (cache !== undefined) rmSync(join(cache, 'apitest'), { recursive: true, force: true })
  const style = styleOf(host, host.stdout)
  if (sessions === 0 && removed.length === 0) return { exitCode: exitCodes.ok, output: `${style.green('✓')} nothing was left behind` }
  return {
    exitCode: exitCodes.ok,
    output: [
      `${style.green('✓')} cleaned up after ${count(Math.max(sessions, new Set(removed.map((project) => project.split('-')[1])).size), 'run')}`,
      ...processes.map(({ pid, name }) => `  ended ${name ?? 'a process'} (pid ${pid})`),
      ...removed.map((project) => `  removed what docker had of ${project}`),
    ].join('\n'),
  }
}
