/** Everything that was seen of the service during one window; verdicts, pictures and files are made of it alone. */
export interface LeakTrace {
  /** Milliseconds since 1970, when the window began; `at` counts from here. */
  readonly startedAt: number
  /** In the order of time, the warm-up included. */
  readonly samples: readonly LeakSample[]
  /** Looks at rest, behind a forced collection; empty without a probe. */
  readonly checkpoints: readonly LeakCheckpoint[]
  readonly processes: ReadonlyMap<number, SeenProcess>
  /** Where the numbers come from. */
  readonly source: MemorySource
  /** The most the container may use, where it has a limit. */
  readonly memoryLimit: number | undefined
}

/** `anon` counts pages that belong to the processes alone; `rss` is all a system without /proc tells; both other ones are of the container. */
export type MemorySource = 'anon' | 'rss' | 'cgroup' | 'engine'

export interface SeenProcess {
  readonly pid: number
  readonly parent: number
  /** Such as `gunicorn`. */
  readonly name: string
  readonly runtime: RuntimeName
}

/** What runs the program, as far as it matters for its memory: some collect only when they have to. */
export type RuntimeName = 'node' | 'java' | 'dotnet' | 'go' | 'python' | 'other'

export interface LeakSample {
  /** Milliseconds since the window began; negative in the warm-up. */
  readonly at: number
  /** Requests completed since the window began; negative in the warm-up. */
  readonly requests: number
  readonly processes: readonly ProcessSample[]
  /** Memory of all processes, or of the container, in bytes. */
  readonly memory: number
  /** Files in memory (tmpfs) of the container, which belong to no process. */
  readonly sharedFiles?: number
  /** Proportional share of all memory, shown and not judged; now and then only. */
  readonly pss?: number
  /** Undefined where another user's files may not be seen. */
  readonly files?: number
  readonly threads?: number
  /** Since the last time it was asked for. */
  readonly gpu?: readonly GpuSample[]
}

export interface ProcessSample {
  readonly pid: number
  readonly memory: number
  readonly files?: number
  readonly threads?: number
}

export interface GpuSample {
  /** The device, with its instance where it is a part of one. */
  readonly device: string
  /** Undefined for the whole device. */
  readonly pid: number | undefined
  readonly memory: number
}

export interface LeakCheckpoint {
  readonly at: number
  readonly requests: number
  /** Memory of all processes, at rest. */
  readonly memory: number
  readonly processes: readonly ProbedProcess[]
}

export interface ProbedProcess {
  readonly pid: number
  readonly memory: number
  /** Bytes that are in use behind a collection; undefined where only a collection could be forced. */
  readonly live?: number
  /** What the heap has taken from the system to hold them. */
  readonly committed?: number
  /** GPU memory that is in use by its tensors, without what the allocator keeps for later. */
  readonly gpu?: number
}
