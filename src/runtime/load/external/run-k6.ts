import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { ProgramOptions } from './external-options.ts'
import type { GeneratorProgram, GeneratorReport } from './generator-program.ts'
import { K6Rows } from './k6-rows.ts'
import { ProcessFamily, requireProgram } from './process-family.ts'

const tags = 'check,error,error_code,group,method,name,scenario,status,url'

/** Starts k6 with the generated script; what it measures comes as lines of CSV. */
export async function runK6(options: ProgramOptions, report: GeneratorReport): Promise<GeneratorProgram> {
  requireProgram('k6', {
    args: ['version'],
    advice: 'See https://grafana.com/docs/k6/latest/set-up/install-k6/; the built-in engine (`--engine node`) needs nothing',
  })
  const family = new ProcessFamily('k6', options.logFolder)
  const { users, seconds } = options.overrides
  const load = [
    ...(users === undefined ? [] : ['--vus', String(users)]),
    ...(users === undefined && seconds === undefined ? [] : ['--duration', `${seconds ?? 60}s`]),
  ]
  const child = family.start(
    {
      name: 'k6',
      command: 'k6',
      args: [
        'run',
        '--out',
        'csv=-',
        '--quiet',
        '--no-summary',
        '--no-usage-report',
        '--no-color',
        '--address',
        '127.0.0.1:0',
        '--system-tags',
        tags,
        ...load,
        options.script,
      ],
      env: { ...options.env, K6_CSV_TIME_FORMAT: 'unix_milli', K6_CSV_SAVE_INTERVAL: '500ms' },
      cwd: options.folder,
    },
    { stdout: 'pipe' },
  )
  const rows = new K6Rows(report, () => usageOf(child.pid))
  if (child.stdout !== null) createInterface(child.stdout).on('line', (line) => rows.read(line))
  const exited = once(child, 'close') as Promise<[number | null]>
  const ended = exited.then(async ([code]) => {
    await family.end(3000)
    // 99: thresholds of the script were broken, which is ours to judge; 105: it was asked to stop; 108: the script ended it, as it does
    // where each row is used once.
    const usedUp = code === 108 && family.lastLines('k6').includes('all rows are used')
    if (code === 0 || code === 99 || code === 105 || usedUp)
      return rows.hasBegun ? undefined : `k6 sent nothing:\n${family.lastLines('k6')}`
    return `k6 ended with code ${String(code)}:\n${family.lastLines('k6')}`
  })
  return {
    ended,
    stop: async (graceMs) => {
      child.kill('SIGINT')
      const slow = setTimeout(() => void family.end(1000), graceMs + 2000)
      await ended
      clearTimeout(slow)
    },
    close: async () => {
      await family.end(1000)
      await ended
    },
  }
}

export interface Usage {
  readonly cpuSeconds: number
  readonly rssBytes: number
}

/** Where /proc tells it. */
function usageOf(pid: number | undefined): Usage | undefined {
  try {
    const fields = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100, rssBytes: Number(fields[21]) * 4096 }
  } catch {
    return undefined
  }
}
