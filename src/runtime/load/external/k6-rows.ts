import type { GeneratorReport } from './generator-program.ts'
import type { Usage } from './run-k6.ts'

/** Reads the CSV that k6 writes: a heading, then one line for each measured value. */
export class K6Rows {
  readonly #report: GeneratorReport
  readonly #usage: () => Usage | undefined
  #columns: ReadonlyMap<string, number> = new Map()
  #cells: readonly string[] = []
  /** Requests that timed out and whose verdict has not come yet, by endpoint. */
  readonly #timeouts = new Map<string, number>()
  #cpu = { at: Date.now(), seconds: 0 }
  hasBegun = false

  constructor(report: GeneratorReport, usage: () => Usage | undefined) {
    this.#report = report
    this.#usage = usage
  }

  read(line: string): void {
    const cells = splitCsv(line)
    if (cells[0] === 'metric_name') {
      this.#columns = new Map(cells.map((name, index) => [name, index]))
      return
    }
    if (this.#columns.size === 0) return
    this.#cells = cells
    // What is sent before the load, for a token.
    if (this.#cell('group') === '::setup') return
    const at = Number(this.#cell('timestamp'))
    const value = Number(this.#cell('metric_value'))
    switch (cells[0]) {
      case 'http_req_duration':
        return this.#request(at, value)
      case 'errors':
        return this.#verdict(at, value === 1)
      case 'checks':
        return value === 1 ? undefined : this.#report.add(at, { ...this.#endpoint(), failures: { [this.#cell('check')]: 1 } })
      case 'data_received':
        return this.#report.addBytes(at, value)
      case 'vus':
        return this.#describe(value)
    }
  }

  #request(at: number, ms: number): void {
    this.hasBegun = true
    const status = this.#cell('status')
    const answered = status !== '' && status !== '0'
    const timedOut = this.#cell('error_code') === '1050'
    const endpoint = this.#endpoint()
    if (timedOut) this.#timeouts.set(key(endpoint), (this.#timeouts.get(key(endpoint)) ?? 0) + 1)
    const message = timedOut ? 'timeout' : `connection: ${this.#cell('error') || `error ${this.#cell('error_code')}`}`
    this.#report.add(at, {
      ...endpoint,
      url: this.#cell('url'),
      times: [ms * 1000],
      ...(answered ? { statuses: { [status]: 1 } } : { failures: { [message]: 1 } }),
    })
  }

  #verdict(at: number, isError: boolean): void {
    const endpoint = this.#endpoint()
    const waiting = this.#timeouts.get(key(endpoint)) ?? 0
    if (isError && waiting > 0) this.#timeouts.set(key(endpoint), waiting - 1)
    this.#report.add(at, { ...endpoint, ...(isError ? (waiting > 0 ? { timedOut: 1 } : { failed: 1 }) : { ok: 1 }) })
  }

  #describe(users: number): void {
    const usage = this.#usage()
    const now = Date.now()
    const seconds = usage?.cpuSeconds ?? 0
    const cpu = Math.max(0, (seconds - this.#cpu.seconds) / Math.max(0.001, (now - this.#cpu.at) / 1000))
    this.#cpu = { at: now, seconds }
    this.#report.describe(users, {
      cpu,
      rssBytes: usage?.rssBytes ?? 0,
      latenessP99: 0,
      loopDelayP99: 0,
      workers: [{ id: 'k6', state: 'running', users, cpu: 0 }],
    })
  }

  #endpoint(): { method: string; name: string } {
    return { method: this.#cell('method'), name: this.#cell('name') }
  }

  #cell(name: string): string {
    return this.#cells[this.#columns.get(name) ?? -1] ?? ''
  }
}

function key({ method, name }: { method: string; name: string }): string {
  return `${method} ${name}`
}

/** One line of CSV; k6 writes no line breaks into cells that are used here. */
export function splitCsv(line: string): string[] {
  if (!line.includes('"')) return line.split(',')
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '')
}
