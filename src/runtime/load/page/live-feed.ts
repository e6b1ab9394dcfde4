import type { ServerResponse } from 'node:http'
import type { LoadControl, LoadEnd, LoadNews } from '../record/load-record.ts'
import { LiveRun } from './live-run.ts'
import type { LivePicture, StartSettings } from './live-types.ts'

export interface LiveFeedOptions {
  readonly percentiles: readonly number[]
  readonly settings: StartSettings
  readonly redact: (text: string) => string
}

const mostLogLines = 1000
/** A page that does not read (a laptop asleep) is dropped when so much waits for it; it asks for everything when it comes back. */
const mostWaitingBytes = 4_000_000

/** Follows a run and tells every open page what happens: everything at first, then what changed (server-sent events). */
export class LiveFeed {
  readonly #control: LoadControl
  readonly #options: LiveFeedOptions
  readonly #pages = new Set<ServerResponse>()
  readonly #logs: string[] = []
  readonly #unsubscribe: () => void
  readonly #heartbeat: NodeJS.Timeout
  #run: LiveRun
  #end: LoadEnd | undefined

  constructor(control: LoadControl, options: LiveFeedOptions) {
    this.#control = control
    this.#options = options
    this.#run = this.#freshRun()
    this.#unsubscribe = control.subscribe((news) => this.#hear(news))
    this.#heartbeat = setInterval(() => this.#broadcast(': still here\n\n'), 15_000)
    this.#heartbeat.unref()
  }

  /** A new page: gets the whole picture at once and changes from then on. */
  connect(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
    response.write(`retry: 1000\n${this.#event('picture', this.picture())}`)
    this.#pages.add(response)
    response.on('close', () => this.#pages.delete(response))
  }

  picture(): LivePicture {
    return { ...this.#run.picture(this.#control), settings: this.#options.settings, logs: this.#logs, end: this.#end }
  }

  /** The charts of one endpoint; `undefined` where there is none of that number. */
  endpoint(endpoint: number): ReturnType<LiveRun['endpoint']> | undefined {
    return endpoint < this.#run.endpointCount ? this.#run.endpoint(endpoint, this.#control.samples()) : undefined
  }

  get end(): LoadEnd | undefined {
    return this.#end
  }

  close(): void {
    this.#unsubscribe()
    clearInterval(this.#heartbeat)
    for (const page of this.#pages) page.end(this.#event('goodbye', {}))
    this.#pages.clear()
  }

  #hear(news: LoadNews): void {
    if ('sample' in news) {
      const change = this.#run.add(news.sample)
      if (this.#run.isTooFine) this.#startAgain()
      else this.#broadcast(this.#event('change', change))
    } else if ('state' in news) {
      if (news.state === 'starting' || news.state === 'running') {
        // The header is that of this start: its time, its phases, its users.
        this.#end = undefined
        this.#startAgain()
      } else this.#broadcast(this.#event('state', news.state))
    } else if ('end' in news) {
      this.#end = news.end
      this.#broadcast(this.#event('end', news.end))
    } else {
      this.#logs.push(news.log)
      if (this.#logs.length > mostLogLines) this.#logs.shift()
      this.#broadcast(this.#event('log', news.log))
    }
  }

  #startAgain(): void {
    this.#run = this.#freshRun()
    if (this.#pages.size > 0) this.#broadcast(this.#event('picture', this.picture()))
  }

  #freshRun(): LiveRun {
    return new LiveRun({ header: this.#control.header, samples: this.#control.samples() }, this.#options.percentiles)
  }

  #event(name: string, data: unknown): string {
    return `event: ${name}\ndata: ${this.#options.redact(JSON.stringify(data))}\n\n`
  }

  #broadcast(text: string): void {
    for (const page of this.#pages) {
      if (page.writableLength > mostWaitingBytes) page.destroy()
      else page.write(text)
    }
  }
}
