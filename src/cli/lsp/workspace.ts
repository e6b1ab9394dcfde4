import { join, relative, sep } from 'node:path'
import type { SpecNames } from '../../compiler/checks/spec-names.ts'
import { Documents, pathOf } from './documents.ts'
import { checkProjectOf } from './project-check.ts'
import type { ProjectCheck } from './project-check.ts'
import type { Diagnostic } from './protocol.ts'
import { SymbolIndex } from './symbol-index.ts'

/** How long the typing must pause before the project is checked again, in milliseconds. */
const PAUSE_MS = 150

/** A project and one of its files, for questions about a place in it. */
export interface FileView {
  /** Relative to the project's folder, with forward slashes. */
  readonly file: string
  readonly text: string
  readonly index: SymbolIndex
  /** Text by path relative to the project's folder, as the editor has it. */
  readonly sources: ReadonlyMap<string, string>
  readonly root: string
  readonly names: SpecNames | undefined
}

export interface WorkspaceEvents {
  /** The marks of a file; an empty list takes them away. */
  readonly publish: (uri: string, diagnostics: readonly Diagnostic[]) => void
  /** A check has thrown, which is a mistake of apitest; the next one may not. */
  readonly onError: (error: unknown) => void
}

/** What is open in the editor, and what is known about it. */
export class Workspace {
  readonly documents = new Documents()
  readonly #publish: WorkspaceEvents['publish']
  readonly #onError: WorkspaceEvents['onError']
  readonly #projects = new Map<string, ProjectCheck>()
  /** By entry: the names of the last time without errors, because most of the time a file that is written has some. */
  readonly #names = new Map<string, SpecNames>()
  readonly #waiting = new Map<string, NodeJS.Timeout>()
  /** Files that show marks now. */
  readonly #published = new Set<string>()
  #checking: Promise<void> = Promise.resolve()

  constructor({ publish, onError }: WorkspaceEvents) {
    this.#publish = publish
    this.#onError = onError
  }

  /** A file was opened or changed; its project is checked when the typing pauses. */
  change(uri: string, text: string): void {
    const path = this.documents.set(uri, text)
    if (path !== undefined) this.#checkSoon(path)
  }

  close(uri: string): void {
    const path = this.documents.close(uri)
    if (path === undefined) return
    this.#projects.delete(path)
    this.checkAll()
    if (!this.#isInProject(path)) this.#show(path, [])
  }

  /** Something on the disk has changed that any project may read. */
  checkAll(): void {
    for (const path of this.documents.texts.keys()) this.#checkSoon(path)
  }

  /** The project of an open file with the texts that the editor shows now; `undefined` for a file of no project. */
  async view(uri: string): Promise<FileView | undefined> {
    const path = pathOf(uri)
    if (path === undefined || !this.documents.texts.has(path)) return undefined
    if (!this.#projects.has(path)) await this.#check(path)
    const project = this.#projects.get(path)
    if (project === undefined) return undefined
    const { root } = project
    const sources = new Map([...project.sources].map(([file, text]) => [file, this.documents.texts.get(join(root, file)) ?? text]))
    const file = relative(root, path).split(sep).join('/')
    return { file, text: sources.get(file) ?? '', index: new SymbolIndex(sources), sources, root, names: this.#names.get(project.entry) }
  }

  stop(): void {
    for (const timer of this.#waiting.values()) clearTimeout(timer)
  }

  #checkSoon(path: string): void {
    clearTimeout(this.#waiting.get(path))
    this.#waiting.set(
      path,
      setTimeout(() => {
        this.#waiting.delete(path)
        void this.#check(path)
      }, PAUSE_MS),
    )
  }

  /** One check at a time, so that an older one never shows its findings over those of a newer one. */
  #check(path: string): Promise<void> {
    this.#checking = this.#checking.then(() => this.#checkNow(path)).catch(this.#onError)
    return this.#checking
  }

  async #checkNow(path: string): Promise<void> {
    if (!this.documents.texts.has(path)) return
    const project = await checkProjectOf(path, this.documents, this.#projects.get(path))
    if (project === undefined) {
      this.#projects.delete(path)
      return this.#show(path, [])
    }
    this.#projects.set(path, project)
    if (project.names !== undefined) this.#names.set(project.entry, project.names)
    for (const [file, diagnostics] of project.diagnostics) this.#show(file, diagnostics)
    // a file that is no longer included keeps no marks
    for (const file of Array.from(this.#published)) if (!this.#isInProject(file)) this.#show(file, [])
  }

  #isInProject(file: string): boolean {
    return [...this.#projects.values()].some(({ root, sources }) => [...sources.keys()].some((name) => join(root, name) === file))
  }

  #show(file: string, diagnostics: readonly Diagnostic[]): void {
    this.#publish(this.documents.uriOf(file), diagnostics)
    if (diagnostics.length > 0) this.#published.add(file)
    else this.#published.delete(file)
  }
}
