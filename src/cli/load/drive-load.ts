import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import type { LoadOverrides } from '../../runtime/load/engine/load-plan.ts'
import type { LoadDefinition } from '../../runtime/load/program/define-load.ts'
import { createRecordWriter } from '../../runtime/load/record/create-record-writer.ts'
import { judgeLoad } from '../../runtime/load/record/judge-thresholds.ts'
import type { LoadEnd } from '../../runtime/load/record/load-record.ts'
import { redact } from '../../runtime/values/secrets.ts'
import { exitCodes } from '../exit-codes.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import type { Interruption } from '../run/run-interruption.ts'
import { styleOf } from '../terminal/style.ts'
import { listenForKeys } from './load-keys.ts'
import type { LoadProgress } from './load-progress.ts'
import { renderLoadTable, renderThresholds } from './load-table.ts'
import { openPage } from './open-page.ts'
import { openRun } from './open-run.ts'
import type { LoadRun } from './open-run.ts'
import { proxyNotes } from './proxy-notes.ts'
import type { ProfileEnd, ProfileRun } from './run-profile.ts'

export interface Drive extends ProfileRun {
  readonly definition: LoadDefinition
  /** The bundled file, as a URL. */
  readonly file: string
  readonly overrides: LoadOverrides
  readonly percentiles: readonly number[]
  readonly recordFolder: string
  readonly progress: LoadProgress
  readonly interruption: Interruption
}

/** Runs the load, writes its record second by second, and its report at the end. */
export async function driveLoad(host: Host, drive: Drive): Promise<ProfileEnd> {
  const { options, progress, interruption, recordFolder, percentiles } = drive
  const runner = await openRun(drive)
  for (const [endpoint, reason] of new Map(('slow' in runner ? runner.slow : []).map((step) => [step.endpoint, step.reason])))
    progress.note(`${runner.header.endpoints[endpoint]?.name ?? ''} is put together anew each time (${reason}), which is slower`)
  for (const note of proxyNotes(host, { targets: Object.values(runner.header.targets), engine: options.engine })) progress.note(note)
  const stopRecording = record(runner, recordFolder)
  interruption.signal.addEventListener('abort', () => void runner.interrupt())
  if (interruption.signal.aborted) void runner.interrupt()
  const page = options.headless
    ? undefined
    : await openPage(host, { runner, options, percentiles, overrides: drive.overrides, profile: drive.definition.profile })
  const stopKeys = listenForKeys(runner, {
    level: () => (runner.header.model === 'closed' ? (runner.totals.last?.users ?? 0) : (runner.totals.last?.targetRate ?? 0)),
    interrupt: () => process.kill(process.pid, 'SIGINT'),
  })
  try {
    if (page !== undefined) progress.note(page.message)
    if ((options.headless || options.autostart) && runner.state === 'ready') await runner.start()
    const { writeLoadReport } = await import('../../runtime/load/report/write-load-report.ts')
    for (;;) {
      progress.watch(runner, () => runner.totals)
      const end = await runner.ended
      progress.close()
      const exitCode = await conclude(host, { ...drive, runner, end })
      const summary = await writeLoadReport(recordFolder, reportOptions(host, drive))
      copyFiles(host, drive, JSON.stringify(summary, null, 2))
      // From the page it may be started again, as a new run with a new report.
      const again = startedAgain(runner)
      if (page === undefined || (await Promise.race([page.linger(interruption.signal), again.started])) !== 'again') {
        again.forget()
        return { exitCode, summary }
      }
    }
  } finally {
    stopKeys()
    stopRecording()
    await runner.close()
    await page?.close()
  }
}

const nothing = (): void => undefined

function startedAgain(runner: LoadRun): { readonly started: Promise<'again'>; forget(): void } {
  let forget = nothing
  const started = new Promise<'again'>((resolve) => {
    // Somebody was quicker than the report.
    if (runner.state !== 'stopped') return resolve('again')
    forget = runner.subscribe((news) => {
      if (!('state' in news) || news.state !== 'running') return
      forget()
      resolve('again')
    })
  })
  return { started, forget: () => forget() }
}

/** Lines go to the disk as they come, so that a run that is killed has lost a second at most. */
function record(runner: LoadRun, folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  let writer: ReturnType<typeof createRecordWriter> | undefined
  const open = () => {
    writer ??= createRecordWriter(join(folder, 'record.ndjson'))
    return writer
  }
  const stop = runner.subscribe((news) => {
    if ('state' in news && news.state === 'running') open().write({ header: runner.header })
    else if ('sample' in news) open().write(redactSample(news))
    else if ('end' in news) {
      if (writer === undefined) open().write({ header: runner.header })
      open().write({ end: news.end })
      writer?.close()
      writer = undefined
    }
  })
  return () => {
    stop()
    writer?.close()
  }
}

function redactSample<T>(news: T): T {
  const text = JSON.stringify(news)
  const hidden = redact(text)
  return hidden === text ? news : (JSON.parse(hidden) as T)
}

async function conclude(
  host: Host,
  { runner, end, options, percentiles, recordFolder, interruption }: Drive & { runner: LoadRun; end: LoadEnd },
): Promise<ExitCode> {
  const output = options.json ? host.stderr : host.stdout
  const style = styleOf(host, output)
  const { header, totals } = runner
  const verdict = judgeLoad(header, totals)
  const lines = [
    '',
    // a log has no width, so that names need no cut
    ...renderLoadTable({ header, totals, style, width: output.isTTY ? output.columns : Infinity, percentiles }),
    '',
    ...renderThresholds({ header, totals, style }),
    ...verdict.reasons.map((reason) => `${style.red('✗')} ${style.red(reason)}`),
    ...(end.detail === undefined
      ? []
      : [style.yellow(end.reason === 'threshold' ? `ended early at ${end.at} s: ${end.detail}` : end.detail)]),
    ...describeLimits(end).map((line) => style.yellow(line)),
    `report: ${relative(host.cwd, join(recordFolder, 'report.html'))}`,
  ]
  output.write(`${lines.join('\n')}\n`)
  if (interruption.interrupted()) return exitCodes.interrupted
  if (verdict.passed && end.reason !== 'failed') return exitCodes.ok
  // safe: the process ends with it, and the user may ask for any number
  return (options['exit-code-on-error'] ?? exitCodes.failed) as ExitCode
}

/** A generator that was the limit has measured itself. */
function describeLimits({ generatorLimits }: LoadEnd): string[] {
  const [first] = generatorLimits
  if (first === undefined) return []
  const seconds = new Set(generatorLimits.map(({ at }) => at)).size
  return [`In ${seconds} ${seconds === 1 ? 'second' : 'seconds'} the generator itself was the limit, first at ${first.at} s: ${first.what}`]
}

function reportOptions(host: Host, { options, percentiles }: Drive) {
  return {
    percentiles,
    redact,
    csvFullHistory: options['csv-full-history'],
    ...(options.csv !== undefined && { csvPrefix: placeOf(host, options.csv) }),
  }
}

function copyFiles(host: Host, { options, recordFolder }: Drive, summary: string): void {
  if (options.html !== undefined) copyFileSync(join(recordFolder, 'report.html'), placeOf(host, options.html))
  if (options['json-file'] !== undefined) writeFileSync(placeOf(host, options['json-file']), `${redact(summary)}\n`)
}

/** Where a file goes that the command line names; its folder is made. */
function placeOf(host: Host, file: string): string {
  const path = resolve(host.cwd, file)
  mkdirSync(dirname(path), { recursive: true })
  return path
}
