/** The parts of a Postman collection (v2.0 and v2.1) that are read; everything may be missing or of another type in a file from elsewhere. */
export interface Collection {
  readonly name: string
  readonly description: string | undefined
  readonly items: readonly Item[]
  readonly variables: readonly Variable[]
  readonly auth: Auth | undefined
  /** Collection scripts are those of every item too. */
  readonly folders: readonly Folder[]
}

export interface Folder {
  readonly path: readonly string[]
  readonly description: string | undefined
}

export interface Variable {
  readonly name: string
  readonly value: unknown
  readonly disabled: boolean
  readonly secret: boolean
}

/** One request with all that it inherits. */
export interface Item {
  readonly name: string
  /** Names of its folders, the outermost first. */
  readonly path: readonly string[]
  readonly description: string | undefined
  readonly request: Readonly<Record<string, unknown>>
  readonly auth: Auth | undefined
  readonly scripts: { readonly prerequest: readonly Script[]; readonly test: readonly Script[] }
  readonly behaviour: Readonly<Record<string, unknown>>
  readonly examples: readonly Readonly<Record<string, unknown>>[]
}

export interface Script {
  readonly level: 'collection' | 'folder' | 'request'
  /** Whose it is: names of folders and request. */
  readonly owner: readonly string[]
  readonly code: string
}

export interface Auth {
  readonly type: string
  readonly values: Readonly<Record<string, unknown>>
  readonly level: Script['level']
}
