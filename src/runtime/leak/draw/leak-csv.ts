import type { LeakTrace } from '../leak-trace.ts'

/** The samples as a table: one row a look, sizes in bytes, times in seconds since the window began. */
export function leakCsv({ samples, checkpoints }: LeakTrace): string {
  const header = 'kind,seconds,requests,memory,live,pss,shared_files,open_files,threads,processes'
  const rows = [
    ...samples.map((sample) => ({
      at: sample.at,
      cells: [
        'sample',
        seconds(sample.at),
        whole(sample.requests),
        sample.memory,
        '',
        sample.pss,
        sample.sharedFiles,
        sample.files,
        sample.threads,
        sample.processes.length,
      ],
    })),
    ...checkpoints.map((checkpoint) => ({
      at: checkpoint.at,
      cells: [
        'checkpoint',
        seconds(checkpoint.at),
        checkpoint.requests,
        checkpoint.memory,
        live(checkpoint),
        '',
        '',
        '',
        '',
        checkpoint.processes.length,
      ],
    })),
  ]
  const lines = rows.toSorted((a, b) => a.at - b.at).map(({ cells }) => cells.map((cell) => cell ?? '').join(','))
  return `${[header, ...lines].join('\n')}\n`
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

function whole(requests: number): number {
  return Math.round(requests) + 0
}

function live({ processes }: LeakTrace['checkpoints'][number]): number | undefined {
  const told = processes.filter((process) => process.live !== undefined)
  return told.length === 0 ? undefined : told.reduce((sum, process) => sum + process.live!, 0)
}
