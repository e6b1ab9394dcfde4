import { hasProc } from '../../services/processes/process-table.ts'
import type { LeakSample, MemorySource, SeenProcess } from '../leak-trace.ts'
import { ControlGroup } from './control-group.ts'
import { readEngineMemory } from './engine-memory.ts'
import { readGpu } from './gpu.ts'
import type { GpuSource } from './gpu.ts'
import { ProcessTree, readByPs } from './process-tree.ts'
import { readProportionalShare } from './read-process.ts'

export interface SampledService {
  /** All its processes at this moment. */
  pids(): readonly number[]
  /** For a container: its id, and where its engine is. */
  readonly container?: { readonly id: string; readonly dockerHost: string | undefined }
}

export interface SamplerOptions {
  readonly memory: 'auto' | 'anon' | 'cgroup' | 'gpu'
}

type Reading = Omit<LeakSample, 'at' | 'requests'>

const SHARE_MS = 5000
const GPU_MS = 2000

/** Looks at the memory of one service; which figures it takes depends on where the service runs and what may be seen of it. */
export class Sampler {
  readonly source: MemorySource
  readonly #service: SampledService
  readonly #tree: ProcessTree
  readonly #group: ControlGroup | undefined
  readonly #options: SamplerOptions
  #shareAt = 0
  #gpuAt = Number.NEGATIVE_INFINITY
  #gpu: LeakSample['gpu']
  #gpuSource: GpuSource | undefined
  #gpuTrouble: string | undefined
  #engineLimit: number | undefined

  constructor(service: SampledService, options: SamplerOptions) {
    this.#service = service
    this.#options = options
    this.#tree = new ProcessTree(() => service.pids())
    const pid = service.pids()[0]
    this.#group = service.container !== undefined && pid !== undefined ? ControlGroup.of(pid) : undefined
    this.source = this.#sourceOf(pid)
  }

  get processes(): ReadonlyMap<number, SeenProcess> {
    return this.#tree.seen
  }

  /** The most the service may use, where its container says so. */
  get limit(): number | undefined {
    return this.#group?.limit() ?? this.#engineLimit
  }

  /** How often the system killed one of its processes for memory. */
  kills(): number {
    return this.#group?.kills() ?? 0
  }

  /** Why there is nothing about the GPU, once it was asked for. */
  get gpuTrouble(): string | undefined {
    return this.#gpuTrouble
  }

  /** Whose GPU memory is told: that of the service, or, where its processes cannot be told apart, all that is in use on the devices. */
  get gpuSource(): GpuSource | undefined {
    return this.#gpuSource
  }

  /** One look; about 0.1 ms for a process or two. Undefined when there is nothing to see. */
  async read(): Promise<Reading | undefined> {
    if (this.source === 'engine') return this.#readEngine()
    const found = this.source === 'rss' ? readByPs(this.#service.pids()) : this.#tree.read()
    if (found.length === 0) return undefined
    const group = this.#group?.read()
    if (this.#options.memory === 'gpu') await this.#readGpu()
    const files = sum(found.map((process) => process.files))
    const threads = sum(found.map((process) => process.threads))
    const pss = this.#share(found.map(({ pid }) => pid))
    return {
      processes: found.map(({ pid, memory, files: open, threads: running }) => ({
        pid,
        memory,
        ...(open !== undefined && { files: open }),
        ...(running !== undefined && { threads: running }),
      })),
      memory: this.source === 'cgroup' ? group!.anon : found.reduce((total, { memory }) => total + memory, 0),
      ...(group !== undefined && { sharedFiles: group.sharedFiles }),
      ...(pss !== undefined && { pss }),
      ...(files !== undefined && { files }),
      ...(threads !== undefined && { threads }),
      ...(this.#gpu !== undefined && { gpu: this.#gpu }),
    }
  }

  #sourceOf(pid: number | undefined): MemorySource {
    if (pid === undefined) return 'engine'
    if (!hasProc()) return 'rss'
    return this.#options.memory === 'cgroup' && this.#group !== undefined ? 'cgroup' : 'anon'
  }

  async #readEngine(): Promise<Reading | undefined> {
    const { container } = this.#service
    const memory = container && (await readEngineMemory(container.id, container.dockerHost))
    if (memory === undefined) return undefined
    this.#engineLimit = memory.limit
    return { processes: [], memory: memory.anon, sharedFiles: memory.sharedFiles }
  }

  #share(pids: readonly number[]): number | undefined {
    const now = performance.now()
    if (this.source !== 'anon' || now - this.#shareAt < SHARE_MS) return undefined
    this.#shareAt = now
    return sum(pids.map((pid) => readProportionalShare(pid)))
  }

  async #readGpu(): Promise<void> {
    const now = performance.now()
    if (now - this.#gpuAt < GPU_MS) return
    this.#gpuAt = now
    const reading = await readGpu(new Set(this.#service.pids()))
    if (reading.kind === 'missing') this.#gpuTrouble = reading.why
    // a process that is not told for once must not look like all that others have on the device
    else if (reading.by === 'process' || this.#gpuSource !== 'process') {
      this.#gpu = reading.samples
      this.#gpuSource = reading.by
    }
  }
}

/** Undefined when one of them is not known. */
function sum(values: readonly (number | undefined)[]): number | undefined {
  let total = 0
  for (const value of values) {
    if (value === undefined) return undefined
    total += value
  }
  return total
}
