import type { Imported, ImportedFile, ImportProblem } from '../import-result.ts'
import { buildSpec, inlineRows } from './build-spec.ts'
import type { ScriptMode } from './convert-scripts.ts'
import { foldSimilar } from './fold-similar.ts'
import { renderLedger, writeLedger } from './ledger.ts'
import { printSpec } from './print-spec.ts'
import { refusals } from './refusals.ts'
import { isMap, parseJson, readCollection, readVariables } from './read-collection.ts'

export interface SourceText {
  /** As the user named it. */
  readonly file: string
  readonly text: string
}

export interface ImportPostman {
  readonly collection: SourceText
  readonly environment?: SourceText | undefined
  readonly globals?: SourceText | undefined
  /** The rows of the data file. */
  readonly rows?: readonly unknown[] | undefined
  /** @default 'hybrid' */
  readonly scripts?: ScriptMode | undefined
  /** Turns requests that differ little into one test with cases. */
  readonly foldSimilar?: boolean | undefined
  /** Where an upload will lie in the project; `undefined` for a file that is not there. */
  readonly upload: (source: string) => string | undefined
}

export interface ImportedPostman extends Imported {
  /** Uploads to copy, as the collection names them. */
  readonly uploads: readonly string[]
}

/** A Postman collection as a spec, with its ledger and the scripts that stay scripts. Nothing of it is run. */
export function importPostman(options: ImportPostman): ImportedPostman {
  const { collection: source, rows = [], upload } = options
  const { collection, problems: reading } = readCollection(source.text, source.file)
  const environment = readScope(options.environment)
  const globals = readScope(options.globals)
  const problems: ImportProblem[] = [...reading, ...environment.problems, ...globals.problems]
  if (collection === undefined || problems.some(({ severity }) => severity === 'error'))
    return { files: [], problems, summary: [], dropped: false, uploads: [] }

  const columns = [...new Set(rows.flatMap((row) => (isMap(row) ? Object.keys(row) : [])))]
  const built = buildSpec({
    given: { collection, environment: environment.variables, globals: globals.variables, columns },
    rows,
    environmentName: environment.name,
    scripts: options.scripts ?? 'hybrid',
    upload,
  })
  const spec = options.foldSimilar === true ? foldSimilar(built) : built
  for (const { name, disabled } of [...environment.variables, ...globals.variables, ...collection.variables])
    if (disabled)
      problems.push({
        severity: 'warning',
        code: 'postman-disabled',
        message: `The variable \`${name}\` is turned off, so it is left out`,
        where: [],
      })
  for (const { owner, reason, state, listen } of spec.scripts.ledger)
    if (state === 'kept' && listen === 'test' && /never fail|nothing sets|does not parse/.test(reason ?? ''))
      problems.push({
        severity: 'warning',
        code: 'postman-script',
        message: `A script is kept that can hardly be meant: ${reason}`,
        where: owner,
      })
  for (const { check, owner } of spec.scripts.idle)
    problems.push({
      severity: 'warning',
      code: 'postman-script',
      message: `The check \`${check}\` compares something and asserts nothing, so it passes whatever comes of it`,
      where: owner,
      hint: 'Write what was meant under its `expect`',
    })
  problems.push(...spec.problems)

  problems.push(...refusals(spec))
  const ledger = writeLedger(spec, { collection: collection.name, problems })
  const files: ImportedFile[] = [
    { path: 'apitest.yaml', text: printSpec(spec, { source: source.file.split(/[\\/]/).at(-1) ?? source.file }) },
    { path: 'postman-import.json', text: `${JSON.stringify(ledger, null, 2)}\n` },
    { path: 'postman-import.md', text: renderLedger(ledger) },
    ...[...spec.scripts.files].map(([path, text]) => ({ path, text })),
    ...(rows.length > inlineRows ? [{ path: 'data/rows.json', text: `${JSON.stringify(rows, null, 2)}\n` }] : []),
    ...(spec.secrets.size > 0
      ? [{ path: '.env', text: `${[...spec.secrets].map(([name, value]) => `${name}=${JSON.stringify(value)}`).join('\n')}\n` }]
      : []),
  ]
  const count = (state: string): number => ledger.checks.filter((check) => check.state === state).length
  return {
    files,
    problems,
    uploads: spec.uploads,
    dropped: ledger.dropped.length > 0 || problems.some(({ code }) => code === 'postman-refused'),
    summary: [
      `${ledger.requests.length} requests, ${ledger.checks.length} checks: ${count('translated')} translated, ${count('kept')} kept in ${spec.scripts.files.size} scripts`,
    ],
  }
}

function readScope(source: SourceText | undefined): {
  name?: string
  variables: ReturnType<typeof readVariables>
  problems: readonly ImportProblem[]
} {
  if (source === undefined) return { variables: [], problems: [] }
  const parsed = parseJson(source.text, source.file)
  if ('problem' in parsed) return { variables: [], problems: [parsed.problem] }
  const outer = parsed.value
  const root = isMap(outer) ? (isMap(outer['environment']) ? outer['environment'] : outer) : {}
  if (!Array.isArray(root['values'])) {
    const problem: ImportProblem = {
      severity: 'error',
      code: 'postman-no-environment',
      message: `\`${source.file}\` is no Postman environment: it has no \`values\``,
      where: [],
      hint: 'Export the environment (or the globals) from Postman',
    }
    return { variables: [], problems: [problem] }
  }
  return { ...(typeof root['name'] === 'string' && { name: root['name'] }), variables: readVariables(root['values']), problems: [] }
}
