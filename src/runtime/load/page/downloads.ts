import type { LoadControl, LoadEnd } from '../record/load-record.ts'
import { runOf } from '../record/read-record.ts'
import { analyseLoad } from '../report/analyse-load.ts'
import { summariseLoad } from '../report/load-summary.ts'
import { renderExceptionsCsv, renderFailuresCsv, renderHistoryCsv, renderStatsCsv } from '../report/render-load-csv.ts'

export interface Download {
  readonly file: string
  readonly type: string
  readonly body: string
}

/** The files of the download tab, made of what is known at this moment; `undefined` where the path names none. */
export async function renderDownload(
  pathname: string,
  { control, end }: { readonly control: LoadControl; readonly end: LoadEnd | undefined },
): Promise<Download | undefined> {
  const name = /^\/download\/([a-z_.]+)$/.exec(pathname)?.[1]
  if (name === undefined || !Object.hasOwn(downloads, name)) return undefined
  const run = runOf({ header: control.header, samples: control.samples(), ...(end === undefined ? {} : { end }) })
  const [type, render] = downloads[name as keyof typeof downloads]
  const prefix = control.header.name.replaceAll(/[^A-Za-z0-9._-]+/g, '-')
  return { file: `${prefix}_${name}`, type, body: await render(run) }
}

type Run = ReturnType<typeof runOf>

const downloads = {
  'stats.csv': ['text/csv', (run: Run) => renderStatsCsv(analyseLoad(run))],
  'stats_history.csv': ['text/csv', (run: Run) => [...renderHistoryCsv(run, { full: true })].join('')],
  'failures.csv': ['text/csv', (run: Run) => renderFailuresCsv(analyseLoad(run))],
  'exceptions.csv': ['text/csv', (run: Run) => renderExceptionsCsv(analyseLoad(run))],
  'summary.json': ['application/json', (run: Run) => `${JSON.stringify(summariseLoad(analyseLoad(run)), null, 2)}\n`],
  'report.html': [
    'text/html',
    async (run: Run) => {
      const { renderLoadReport } = await import('../report/render-load-report.ts')
      return renderLoadReport(analyseLoad(run))
    },
  ],
} as const
