import { posix } from 'node:path'
import { Node, Project, type ExportDeclaration, type ParameterDeclaration, type SourceFile, type Statement } from 'ts-morph'
import type { Range } from '../../places/range.ts'
import type { HookExport, HooksFacts } from './hooks-facts.ts'
import type { ProjectDisk } from './project-disk.ts'

/**
 * Reads which functions a hooks file exports, by its syntax alone: no dependency is loaded and no type is checked, which the
 * generated project does later. Import lazily: ts-morph is large.
 *
 * @param file relative to the project's folder
 */
export function readHooks(disk: ProjectDisk, file: string): HooksFacts {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noResolve: true, noLib: true, allowJs: true, types: [] },
  })
  const reader = new HooksReader(disk, project)
  const { exports, hasDefault, open } = reader.read(file)
  return { file, exports, hasDefault, open, mistakes: reader.mistakes }
}

interface Module {
  readonly exports: ReadonlyMap<string, HookExport>
  readonly hasDefault: boolean
  readonly open: boolean
}

const closed: Module = { exports: new Map(), hasDefault: false, open: false }
const unknownModule: Module = { exports: new Map(), hasDefault: false, open: true }

class HooksReader {
  readonly mistakes: { message: string; range: Range }[] = []
  readonly #disk: ProjectDisk
  readonly #project: Project
  readonly #modules = new Map<string, Module>()

  constructor(disk: ProjectDisk, project: Project) {
    this.#disk = disk
    this.#project = project
  }

  read(file: string): Module {
    const known = this.#modules.get(file)
    if (known !== undefined) return known
    this.#modules.set(file, closed)
    const entry = this.#disk.look(file)
    const module = entry.kind === 'file' ? this.readSource(this.#project.createSourceFile(`/${file}`, entry.text()), file) : unknownModule
    this.#modules.set(file, module)
    return module
  }

  private readSource(source: SourceFile, file: string): Module {
    for (const diagnostic of this.#project.getProgram().getSyntacticDiagnostics(source)) {
      const text = diagnostic.getMessageText()
      const start = diagnostic.getStart() ?? 0
      this.mistakes.push({
        message: typeof text === 'string' ? text : text.getMessageText(),
        range: rangeOf(source, file, { start, end: start + (diagnostic.getLength() ?? 1) }),
      })
    }
    const exports = new Map<string, HookExport>()
    let open = /\bmodule\.exports\b|\bexports\.\w/.test(source.getFullText())
    for (const statement of source.getStatements()) {
      for (const [name, found] of exportsOf(statement, file)) exports.set(name, found)
      if (!Node.isExportDeclaration(statement)) continue
      const from = this.exportsFrom(statement, { source, file })
      for (const [name, found] of from.exports) if (!exports.has(name)) exports.set(name, found)
      open ||= from.open
    }
    return { exports, hasDefault: exports.has('default') || exportsDefault(source), open }
  }

  /** `export { a, b as c }`, `export { a } from './other.js'`, `export * from './other.js'`. */
  private exportsFrom(declaration: ExportDeclaration, { source, file }: { source: SourceFile; file: string }): Module {
    if (declaration.isTypeOnly()) return closed
    const specifier = declaration.getModuleSpecifierValue()
    const module =
      specifier === undefined ? { exports: localValues(source, file), hasDefault: false, open: false } : this.readNeighbour(file, specifier)
    if (!declaration.hasNamedExports()) {
      const namespace = declaration.getNamespaceExport()
      if (namespace === undefined) return module
      return { exports: new Map([[namespace.getName(), other(namespace, file, 'a module')]]), hasDefault: false, open: false }
    }
    const exports = new Map<string, HookExport>()
    for (const named of declaration.getNamedExports()) {
      if (named.isTypeOnly()) continue
      const range = rangeOf(named.getSourceFile(), file, named)
      exports.set(named.getAliasNode()?.getText() ?? named.getName(), module.exports.get(named.getName()) ?? { kind: 'unknown', range })
    }
    return { exports, hasDefault: false, open: false }
  }

  private readNeighbour(file: string, specifier: string): Module {
    if (!specifier.startsWith('.')) return unknownModule
    const path = posix.join(posix.dirname(file), specifier)
    const candidates = [path, path.replace(/\.js$/, '.ts'), path.replace(/\.mjs$/, '.mts'), `${path}.ts`, `${path}.js`, `${path}/index.ts`]
    const found = candidates.find((candidate) => this.#disk.look(candidate).kind === 'file')
    return found === undefined ? unknownModule : this.read(found)
  }
}

function exportsDefault(source: SourceFile): boolean {
  return source
    .getStatements()
    .some(
      (statement) =>
        (Node.isExportAssignment(statement) && !statement.isExportEquals()) ||
        (Node.isModifierable(statement) && statement.hasModifier('default')),
    )
}

/** Values that a statement exports itself. */
function exportsOf(statement: Statement, file: string): readonly (readonly [string, HookExport])[] {
  if (!Node.isModifierable(statement) || !statement.hasModifier('export') || statement.hasModifier('default')) return []
  return valuesOf(statement, file)
}

/** Every value that the file declares at its top, exported or not. */
function localValues(source: SourceFile, file: string): ReadonlyMap<string, HookExport> {
  return new Map(source.getStatements().flatMap((statement) => valuesOf(statement, file)))
}

function valuesOf(statement: Statement, file: string): readonly (readonly [string, HookExport])[] {
  if (Node.isFunctionDeclaration(statement)) {
    const overload = statement.getOverloads()[0] ?? statement
    return [[statement.getName() ?? '', functionOf(statement, file, overload.getParameters())]]
  }
  if (Node.isClassDeclaration(statement)) return [[statement.getName() ?? '', other(statement, file, 'a class')]]
  if (Node.isEnumDeclaration(statement)) return [[statement.getName(), other(statement, file, 'an enum')]]
  if (!Node.isVariableStatement(statement)) return []
  return statement.getDeclarations().map((declaration) => {
    const type = declaration.getTypeNode()
    if (type !== undefined && Node.isFunctionTypeNode(type))
      return [declaration.getName(), functionOf(declaration, file, type.getParameters())]
    return [declaration.getName(), valueOf(declaration.getInitializer(), declaration, file)]
  })
}

function valueOf(value: Node | undefined, declaration: Node, file: string): HookExport {
  const unknown: HookExport = { kind: 'unknown', range: rangeOf(declaration.getSourceFile(), file, nameNode(declaration)) }
  if (value === undefined) return unknown
  if (Node.isArrowFunction(value) || Node.isFunctionExpression(value)) return functionOf(declaration, file, value.getParameters())
  if (Node.isAsExpression(value) || Node.isSatisfiesExpression(value) || Node.isParenthesizedExpression(value)) {
    return valueOf(value.getExpression(), declaration, file)
  }
  if (Node.isIdentifier(value)) return localValue(value, file) ?? unknown
  const what = plainValues.find(([test]) => test(value))?.[1]
  return what === undefined ? unknown : other(declaration, file, what)
}

/** Follows `const a = b` one step; a longer chain is left to the type checker. */
function localValue(identifier: Node, file: string): HookExport | undefined {
  const source = identifier.getSourceFile()
  const called = source.getFunction(identifier.getText())
  if (called !== undefined) return valuesOf(called, file)[0]?.[1]
  const initializer = source.getVariableDeclaration(identifier.getText())?.getInitializer()
  return initializer === undefined || Node.isIdentifier(initializer) ? undefined : valueOf(initializer, identifier, file)
}

const plainValues: readonly (readonly [(node: Node) => boolean, string])[] = [
  [Node.isObjectLiteralExpression, 'an object'],
  [Node.isArrayLiteralExpression, 'a list'],
  [Node.isStringLiteral, 'a text'],
  [Node.isNoSubstitutionTemplateLiteral, 'a text'],
  [Node.isTemplateExpression, 'a text'],
  [Node.isNumericLiteral, 'a number'],
  [Node.isTrueLiteral, 'a boolean'],
  [Node.isFalseLiteral, 'a boolean'],
  [Node.isNullLiteral, 'null'],
  [Node.isClassExpression, 'a class'],
]

function functionOf(declaration: Node, file: string, parameters: readonly ParameterDeclaration[]): HookExport {
  const own = parameters.filter((parameter) => parameter.getName() !== 'this')
  const required = own.filter((parameter) => !parameter.isOptional() && !parameter.isRestParameter()).length
  const most = own.some((parameter) => parameter.isRestParameter()) ? Number.POSITIVE_INFINITY : own.length
  return { kind: 'function', range: rangeOf(declaration.getSourceFile(), file, nameNode(declaration)), required, most }
}

function other(declaration: Node, file: string, what: string): HookExport {
  return { kind: 'other', range: rangeOf(declaration.getSourceFile(), file, nameNode(declaration)), what }
}

function nameNode(declaration: Node): Node {
  return (Node.hasName(declaration) ? declaration.getNameNode() : undefined) ?? declaration
}

function rangeOf(source: SourceFile, file: string, where: Node | { readonly start: number; readonly end: number }): Range {
  const [start, end] = where instanceof Node ? [where.getStart(), where.getEnd()] : [where.start, where.end]
  return { file, start: source.getLineAndColumnAtPos(start), end: source.getLineAndColumnAtPos(end) }
}
