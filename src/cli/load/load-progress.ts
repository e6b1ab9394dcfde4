import { formatClock, formatMicros, formatRate } from '../../runtime/load/record/format-figures.ts'
import type { LoadControl, LoadSample } from '../../runtime/load/record/load-record.ts'
import type { LoadTotals } from '../../runtime/load/record/load-totals.ts'
import type { Host } from '../host.ts'
import { openLiveRegion } from '../terminal/live-region.ts'
import type { LiveRegion } from '../terminal/live-region.ts'
import { fit } from '../terminal/format.ts'
import { isInteractive, styleOf } from '../terminal/style.ts'
import { renderLoadTable } from './load-table.ts'

/** In a log, a line this often. */
const linesEverySeconds = 5

export interface LoadProgress {
  note(text: string): void
  /** From now on figures are shown. */
  watch(control: LoadControl, totals: () => LoadTotals): void
  close(): void
}

/** What is shown while a load runs: a table that is drawn again and again, or a line now and then where nobody watches. */
export function printLoadProgress(host: Host, { quiet, percentiles }: { quiet: boolean; percentiles: readonly number[] }): LoadProgress {
  const output = host.stderr
  const style = styleOf(host, output)
  const interactive = isInteractive(host, output) && !quiet
  let region: LiveRegion | undefined
  let leave: (() => void) | undefined
  const print = (text: string): void => void (region === undefined ? output.write(`${text}\n`) : region.print(`${text}\n`))
  return {
    note: (text) => print(style.dim(text)),
    watch(control, totals) {
      if (interactive) {
        region = openLiveRegion(output, () => {
          const sample = totals().last
          // One line says what goes on, and the cursor stands in the last one.
          const room = { width: output.columns, height: (output.rows ?? 24) - 2 }
          const table = renderLoadTable({ header: control.header, totals: totals(), style, percentiles, ...room })
          return [style.cyan(fit(`● ${describeState(control, sample)}`, output.columns - 1)), ...table]
        })
        return
      }
      if (quiet) return
      leave = control.subscribe((news) => {
        if ('log' in news) print(news.log)
        if (!('sample' in news) || (news.sample.at + 1) % linesEverySeconds !== 0) return
        const { total } = totals()
        const p95 = total.requests === 0 ? '-' : formatMicros(total.response.percentile(95))
        print(`${describeState(control, news.sample)}  ${total.requests} requests, ${total.failureCount} failed, p95 ${p95}`)
      })
    },
    close: () => {
      region?.close()
      region = undefined
      leave?.()
      leave = undefined
    },
  }
}

/** Time, phase and load in one line. */
function describeState(control: LoadControl, sample: LoadSample | undefined): string {
  if (sample === undefined) return control.state === 'ready' ? 'ready' : 'starting'
  const { header } = control
  const phase = header.phases[sample.phase]
  const end = header.phases.at(-1)?.until
  const load = header.model === 'closed' ? `${sample.users} users` : `${formatRate(sample.targetRate ?? 0)}/s, ${sample.inFlight} under way`
  const queue = sample.queued > 0 ? `, ${sample.queued} waiting` : ''
  const clock = `${formatClock(sample.at + 1)}${end === undefined ? '' : ` of ${formatClock(end)}`}`
  return `${clock}  ${phase?.name ?? ''}  ${load}${queue}${control.state === 'stopping' ? '  stopping' : ''}`
}
