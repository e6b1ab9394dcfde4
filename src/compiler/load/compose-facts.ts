/** What apitest needs to know about the user's compose files, as plain data; `${…}` in them is left as it stands. */
export interface ComposeFacts {
  /** As named by the spec, relative to the project's folder; the folder of the first one is where their paths start. */
  readonly files: readonly string[]
  readonly services: ReadonlyMap<string, ComposeServiceFacts>
  readonly volumes: ReadonlyMap<string, ComposeResourceFacts>
  readonly networks: ReadonlyMap<string, ComposeResourceFacts>
  /** Names may exist that could not be read, such as those of `include: ${FILE}`. */
  readonly open: boolean
  readonly mistakes: readonly ComposeMistake[]
}

export interface ComposeServiceFacts {
  /** Services that start before it, or that it cannot be without. */
  readonly needs: readonly string[]
  /** The last one for a target wins, as in compose. */
  readonly mounts: readonly Mount[]
  /** Keys whose entries have names, whether they are written as maps or as lists of `NAME=value`. */
  readonly pairs: Readonly<Record<PairKey, Pairs>>
  /** Ports inside the container that it declares under `ports` and `expose`. */
  readonly ports: readonly number[]
  readonly networkMode: string | undefined
  readonly privileged: boolean
  /** It says `deploy.restart_policy`, which is stronger than `restart`. */
  readonly restartsByPolicy: boolean
  readonly hasImage: boolean
  readonly hasBuild: boolean
}

export type PairKey = 'environment' | 'labels' | 'annotations' | 'sysctls'
export type Pairs = Readonly<Record<string, string | number | boolean | null>>

export interface ComposeResourceFacts {
  /** It has a name of its own or is made elsewhere: shared with whatever else uses that name. */
  readonly shared: boolean
}

export interface ComposeMistake {
  /** Relative to the project's folder. */
  readonly file: string
  readonly message: string
}

/** One entry of `volumes`, whichever way it is written. */
export interface Mount {
  readonly target: string
  /** `undefined` where compose decides by the value of a variable. */
  readonly type: string | undefined
  readonly source: string | undefined
  readonly readOnly: boolean
  /** The label that SELinux systems need: `z` shared, `Z` private. */
  readonly selinux: string | undefined
}
