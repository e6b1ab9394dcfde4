import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { compileSpec } from '../../src/compiler/pipeline.ts'
import { openExternalRun } from '../../src/runtime/load/external/open-external-run.ts'
import type { ExternalRun } from '../../src/runtime/load/external/external-run.ts'
import { judgeLoad } from '../../src/runtime/load/record/judge-thresholds.ts'
import type { LoadVerdict } from '../../src/runtime/load/record/judge-thresholds.ts'
import type { LoadHeader } from '../../src/runtime/load/record/load-record.ts'
import type { TemporaryProject } from '../support/temporary-project.ts'

/** The scripts of a project, by path from its output folder on; written there as well. */
export async function compileScripts(project: Pick<TemporaryProject, 'folder'>): Promise<ReadonlyMap<string, string>> {
  const { compiled, diagnostics } = await compileSpec({ root: project.folder })
  if (compiled === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'))
  const files = compiled.files.filter(({ path: file }) => file.startsWith('loads/'))
  for (const file of files) {
    const to = path.join(project.folder, 'generated', file.path)
    mkdirSync(path.dirname(to), { recursive: true })
    writeFileSync(to, file.text)
  }
  return new Map(files.map(({ path: file, text }) => [file, text]))
}

export interface ScriptRun {
  readonly engine: 'locust' | 'k6'
  readonly load: string
  readonly url: string
  readonly workers?: number
  readonly env?: Readonly<Record<string, string>>
  readonly seconds: number
  readonly thresholds?: LoadHeader['thresholds']
}

export function openRun(
  project: Pick<TemporaryProject, 'folder'>,
  { engine, load, url, workers = 1, env = {}, seconds, thresholds = [] }: ScriptRun,
): ExternalRun {
  const folder = path.join(project.folder, 'generated/loads', load)
  return openExternalRun({
    engine,
    script: path.join(folder, engine === 'locust' ? 'locustfile.py' : 'k6.js'),
    folder,
    logFolder: path.join(project.folder, 'apitest-report/loads', load),
    env: { WEB_URL: url, ...env },
    workers,
    overrides: {},
    graceMs: 2000,
    seconds,
    header: {
      format: 1,
      name: load,
      engine,
      model: 'closed',
      startedAt: 0,
      targets: { web: url },
      phases: [{ name: 'load', from: 0, until: seconds, warmup: false }],
      endpoints: [],
      thresholds,
      seed: 1,
      profile: {},
      environment: { apitest: '', node: process.version, platform: process.platform, cpus: 1 },
    },
  })
}

export async function runToEnd(run: ExternalRun): Promise<LoadVerdict> {
  await run.start()
  await run.ended
  await run.close()
  return judgeLoad(run.header, run.totals)
}
