import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { LinesBefore } from '../report/run-result.ts'
import { redact } from '../values/secrets.ts'

/** Lines kept in memory; older ones are in the file only. */
const KEPT_LINES = 1000
/** A longer line is cut in memory. */
const LINE_LENGTH = 2000
/** Text without a line end is held back up to this length, and what is then left over is long enough for any secret in its middle. */
const PART_LENGTH = 64 * 1024
const OVERLAP = 4 * 1024

/** Lines of a moment, and how many of the same moment came before them. */
export interface LogExcerpt {
  readonly lines: readonly string[]
  readonly before: LinesBefore
}

export type OutputStream = 'stdout' | 'stderr'

export interface LogQuery {
  /** Milliseconds since the epoch; only lines that came at or after it. */
  readonly sinceMs?: number
  /** The last so many of them. @default 30 */
  readonly limit?: number
}

export interface LogOptions {
  /** A line that matches it is noticed from the first one on. */
  readonly awaited?: RegExp
  /** Others write into the same file, which is not emptied. @default false */
  readonly shared?: boolean
}

/**
 * What a service prints: all of it in a file, free of the secrets known by then, and the last lines in memory with the time they came.
 * Writing is synchronous: a service that floods is slowed down by its own pipe, and memory does not grow.
 */
export class ServiceLog {
  readonly file: string
  #descriptor: number | undefined
  readonly #parts: Record<OutputStream, string> = { stdout: '', stderr: '' }
  #lines: { readonly atMs: number; readonly text: string }[] = []
  /** Lines that are in the file only, and when the last of them came. */
  #dropped = { count: 0, firstMs: Number.POSITIVE_INFINITY, lastMs: 0 }
  #awaited: RegExp | undefined
  #matched = false

  /** Throws when the file cannot be written. */
  constructor(file: string, { awaited, shared = false }: LogOptions = {}) {
    this.file = file
    this.#awaited = awaited
    mkdirSync(dirname(file), { recursive: true })
    this.#descriptor = openSync(file, shared ? 'a' : 'w')
  }

  get matched(): boolean {
    return this.#matched
  }

  accept(stream: OutputStream, text: string): void {
    const pending = this.#parts[stream] + text
    const end = pending.lastIndexOf('\n') + 1
    const complete = pending.slice(0, end)
    this.#parts[stream] = pending.slice(end)
    this.#look(pending)
    if (complete !== '') this.#keep(redact(complete))
    if (this.#parts[stream].length > PART_LENGTH) this.#cutPart(stream)
  }

  /** Free of colours and of every secret known by now. */
  lines(query?: LogQuery): string[] {
    return [...this.excerpt(query).lines]
  }

  excerpt({ sinceMs = 0, limit = 30 }: LogQuery = {}): LogExcerpt {
    const parts = Object.values(this.#parts).filter((part) => part !== '')
    const complete = this.#lines.filter(({ atMs }) => atMs >= sinceMs).map(({ text }) => text)
    const all = [...complete, ...parts]
    const { count, firstMs, lastMs } = this.#dropped
    // dropped lines of which only some are of this moment cannot be counted any more
    const older = firstMs >= sinceMs ? count : 0
    return {
      lines: all.slice(-limit).map((text) => redact(stripVTControlCharacters(text.slice(0, LINE_LENGTH)))),
      before: { count: Math.max(0, all.length - limit) + older, atLeast: older === 0 && count > 0 && lastMs >= sinceMs },
    }
  }

  /** Puts a line of apitest's own among those of the service. */
  note(text: string): void {
    this.accept('stderr', `${this.#parts.stderr === '' ? '' : '\n'}[apitest] ${text}\n`)
  }

  close(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#parts[stream] !== '') this.accept(stream, '\n')
    }
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
    this.#descriptor = undefined
  }

  #look(text: string): void {
    if (this.#awaited === undefined) return
    const pattern = this.#awaited
    if (!text.split('\n').some((line) => pattern.test(stripVTControlCharacters(line)))) return
    this.#matched = true
    this.#awaited = undefined
  }

  #keep(text: string): void {
    this.#write(text)
    const atMs = Date.now()
    const lines = text.split(/\r?\n/)
    if (text.endsWith('\n')) lines.pop()
    for (const line of lines) this.#lines.push({ atMs, text: line.slice(0, LINE_LENGTH) })
    if (this.#lines.length > 2 * KEPT_LINES) this.#drop(this.#lines.length - KEPT_LINES)
  }

  #drop(count: number): void {
    const { firstMs } = this.#dropped
    this.#dropped = {
      count: this.#dropped.count + count,
      firstMs: Math.min(firstMs, this.#lines[0]?.atMs ?? firstMs),
      lastMs: this.#lines[count - 1]?.atMs ?? 0,
    }
    this.#lines = this.#lines.slice(count)
  }

  /** A secret that is complete is hidden now; one of which only the beginning has come stands in the part that stays. */
  #cutPart(stream: OutputStream): void {
    const redacted = redact(this.#parts[stream])
    this.#parts[stream] = redacted.slice(-OVERLAP)
    this.#keep(redacted.slice(0, -OVERLAP))
  }

  /** A full disk must not end the run: the lines in memory are left. */
  #write(text: string): void {
    if (this.#descriptor === undefined) return
    try {
      writeSync(this.#descriptor, text)
    } catch (error) {
      closeSync(this.#descriptor)
      this.#descriptor = undefined
      const atMs = Date.now()
      this.#lines.push({ atMs, text: `[apitest] the log ends here, ${this.file} cannot be written: ${(error as Error).message}` })
    }
  }
}
