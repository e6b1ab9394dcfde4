import { relative } from 'node:path'
import type { WindowProgress } from '../../runtime/leak/drive/watch-window.ts'
import { formatBytes, formatCount } from '../../runtime/leak/format-leak.ts'
import type { LeakResult } from '../../runtime/leak/leak-result.ts'
import { redact } from '../../runtime/values/secrets.ts'
import type { Host, Output } from '../host.ts'
import type { RunProgress } from '../run/run-progress.ts'
import { fit, formatDuration, printable } from '../terminal/format.ts'
import { openLiveRegion } from '../terminal/live-region.ts'
import { isInteractive, styleOf } from '../terminal/style.ts'
import { renderVerdict } from './render-verdict.ts'
import { sparkline } from './sparkline.ts'

export type LeakNews = WindowProgress | { readonly phase: 'which request'; readonly share: number }

export interface LeakProgress {
  /** What the services do, in the shape that runs of tests report to. */
  readonly services: RunProgress
  busy(what: string): void
  news(news: LeakNews): void
  ended(result: LeakResult, files: { readonly page: string | undefined }): void
  failed(message: string): void
  interrupted(): void
  close(): void
}

const phases = {
  'warm-up': 'warming up',
  window: 'watching',
  'twice as long': 'watching twice as long',
  'which request': 'finding the request',
} as const

/** Progress goes to standard error; the verdict is the data, and goes to `verdict`. */
export function printLeakProgress(
  host: Host,
  { name, verdict }: { readonly name: string; readonly verdict: Output | undefined },
): LeakProgress {
  const output: Output = {
    write: (text) => host.stderr.write(redact(text)),
    isTTY: host.stderr.isTTY,
    get columns() {
      return host.stderr.columns
    },
  }
  const style = styleOf(host, output)
  const startedAt = host.now()
  let busy = 'starting'
  let latest: LeakNews | undefined
  const draw = (): readonly string[] => {
    const width = output.columns - 1
    const since = style.dim(formatDuration(host.now() - startedAt))
    if (latest === undefined) return [`  ${style.cyan('◌')} ${fit(busy, width - 16)}  ${since}`]
    const head = `  ${style.cyan('●')} ${phases[latest.phase]} ${style.bold(`${Math.floor(100 * Math.min(1, latest.share))} %`)}`
    if (!('samples' in latest)) return [`${head}  ${since}`]
    const facts = latest.phase === 'warm-up' ? '' : `${formatCount(Math.max(0, latest.requests))} requests  `
    const values = latest.samples.slice(-600).map(({ memory }) => memory)
    return [`${head}  ${facts}${formatBytes(latest.memory)}  ${since}`, `    ${sparkline(values, Math.min(60, width - 4))}`]
  }
  const live = isInteractive(host, output) ? openLiveRegion(output, draw) : undefined
  const print = (text: string) => (live === undefined ? output.write(text) : live.print(text))
  const note = (message: string) => void print(`  ${style.dim(printable(message))}\n`)
  let phase: string | undefined
  // safe: only these are called while services start and stop
  const services = {
    serviceStarting: (service: string) => (busy = `starting ${service}`),
    serviceReady: ({ name: service, url, readyMs }: { name: string; url: string; readyMs: number }) =>
      void print(`  ${style.green('✓')} ${service} ${style.dim(`${url} ready in ${formatDuration(readyMs)}`)}\n`),
    serviceFailed: () => undefined,
    note,
  } as unknown as RunProgress
  print(`${style.bold(printable(name))}\n`)
  return {
    services,
    busy: (what) => (busy = what),
    news: (news) => {
      latest = news
      // without a terminal a line for each phase is enough
      if (live === undefined && news.phase !== phase) note(phases[news.phase])
      phase = news.phase
    },
    ended: (result, { page }) => {
      live?.close()
      const shown = verdict ?? output
      const target = styleOf(host, shown)
      shown.write(redact(renderVerdict(result, target)))
      if (page !== undefined) output.write(`  ${style.dim(relative(host.cwd, page))}\n`)
    },
    failed: (message) => {
      live?.close()
      output.write(`${style.red('✗')} ${printable(message)}\n`)
    },
    interrupted: () => note('stopping: the service stops; Ctrl-C again ends at once'),
    close: () => live?.close(),
  }
}
