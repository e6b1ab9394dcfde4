import { MalformedAnswer } from './answer-head.ts'

/** Reads a chunked body that arrives in pieces of any size. */
export class ChunkReader {
  #state: 'size' | 'extension' | 'size end' | 'data' | 'data end' | 'data end 2' | 'trailer' | 'trailer line' | 'last' | 'done' = 'size'
  #left = 0
  #digits = 0
  #trailerBytes = 0

  get done(): boolean {
    return this.#state === 'done'
  }

  /** Reads from `start`; hands on what is data, and returns where it stopped: behind the body, or at the end of the bytes. */
  read(bytes: Buffer, start: number, end: number, data: (from: number, to: number) => void): number {
    let at = start
    while (at < end && this.#state !== 'done') {
      if (this.#state === 'data') {
        const to = Math.min(end, at + this.#left)
        data(at, to)
        this.#left -= to - at
        at = to
        if (this.#left === 0) this.#state = 'data end'
      } else {
        this.#step(bytes[at] as number)
        at++
      }
    }
    return at
  }

  #step(byte: number): void {
    switch (this.#state) {
      case 'size':
        return this.#size(byte)
      case 'extension':
        if (byte === 13) this.#state = 'size end'
        return this.#countTrailer()
      case 'size end':
        if (byte !== 10) throw new MalformedAnswer(broken)
        this.#state = this.#left === 0 ? 'trailer' : 'data'
        this.#digits = 0
        return
      case 'data end':
        if (byte !== 13) throw new MalformedAnswer(broken)
        this.#state = 'data end 2'
        return
      case 'data end 2':
        if (byte !== 10) throw new MalformedAnswer(broken)
        this.#state = 'size'
        return
      case 'trailer':
        this.#state = byte === 13 ? 'last' : 'trailer line'
        return this.#countTrailer()
      case 'trailer line':
        if (byte === 10) this.#state = 'trailer'
        return this.#countTrailer()
      case 'last':
        if (byte !== 10) throw new MalformedAnswer(broken)
        this.#state = 'done'
    }
  }

  #size(byte: number): void {
    const digit = hexDigit(byte)
    if (digit >= 0) {
      this.#digits++
      if (this.#digits > 12) throw new MalformedAnswer(broken)
      this.#left = this.#left * 16 + digit
    } else if (this.#digits === 0) {
      throw new MalformedAnswer(broken)
    } else if (byte === 13) {
      this.#state = 'size end'
    } else if (byte === 59 || byte === 32 || byte === 9) {
      this.#state = 'extension'
    } else {
      throw new MalformedAnswer(broken)
    }
  }

  #countTrailer(): void {
    if (++this.#trailerBytes > 64 * 1024) throw new MalformedAnswer('the trailer of the answer never ends')
  }
}

const broken = 'the chunks of the answer are not well-formed'

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const letter = byte | 32
  return letter >= 97 && letter <= 102 ? letter - 87 : -1
}
