import { parseDocument } from 'yaml'
import { ApiDocument, BrokenReference } from '../../../openapi/api-document.ts'
import { findProblems } from '../../../openapi/find-problems.ts'
import type { Imported, ImportProblem } from '../import-result.ts'
import { yamlStyle } from '../yaml-style.ts'
import { buildSpec } from './build-spec.ts'
import type { BuiltSpec } from './build-spec.ts'
import { mergeSpec } from './merge-spec.ts'
import { printSpec } from './print-spec.ts'
import { isKeywords } from './sample-schema.ts'

/** What the last import wrote, beside the spec. */
export const lockFile = 'openapi-import.json'

export interface ImportOpenapi {
  /** As the user named it. */
  readonly file: string
  /** The path of the document from the output folder on; absent where it lies outside. */
  readonly openapi: string | undefined
  /** Parsed content of the document and of files that it refers to. */
  readonly read: (file: string) => unknown
  /** The spec and the memory of an earlier import, where there is one. */
  readonly existing?: { readonly spec: string; readonly lock: string } | undefined
}

export interface ImportedOpenapi extends Imported {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
  /** Places of the spec that both sides changed, and that stay as they were. */
  readonly kept: readonly string[]
}

const nothing = { files: [], summary: [], dropped: false, added: [], changed: [], removed: [], kept: [] } as const

/** From a document to a spec; with an earlier one to that spec, brought up to date. Pure. */
export function importOpenapi({ file, openapi, read, existing }: ImportOpenapi): ImportedOpenapi {
  let built: BuiltSpec
  try {
    const document = new ApiDocument({ file, read })
    const found = findProblems(document)
    if (found.length > 0)
      return {
        ...nothing,
        problems: found.map(({ message, file: at, path, hint }) => problem('bad-openapi', message, { where: [at, ...path], hint })),
      }
    built = buildSpec(document, { openapi })
    if (Object.keys(built.operations).length === 0)
      return {
        ...nothing,
        problems: [
          problem('no-operations', 'it describes no operations', {
            hint: 'Tests are made of `paths`; webhooks are calls that others make',
          }),
        ],
      }
  } catch (error) {
    if (!(error instanceof BrokenReference) && !(error instanceof SourceError)) throw error
    return {
      ...nothing,
      problems: [problem('bad-openapi', error.message, { hint: error instanceof SourceError ? error.hint : undefined })],
    }
  }
  const warnings = warningsOf(built)
  const { operations, data } = built
  const lock = `${JSON.stringify({ about: `What \`apitest import openapi ${openapi ?? file}\` wrote, so that --update can tell your changes from its own.`, operations, spec: data }, null, 1)}\n`
  if (existing === undefined)
    return {
      ...nothing,
      problems: warnings,
      files: [
        { path: 'apitest.yaml', text: printSpec(data, { source: openapi ?? file }) },
        { path: lockFile, text: lock },
      ],
      summary: [
        `${count(Object.keys(operations).length, 'operation')}: ${count(built.tests, 'test')} and ${count(built.cases, 'case')} of what is refused`,
      ],
      added: Object.keys(operations),
    }
  return { ...update(built, { existing, lock }), problems: warnings }
}

/** A document that cannot be read at all. */
export class SourceError extends Error {
  readonly hint: string | undefined

  constructor(message: string, hint?: string) {
    super(message)
    this.hint = hint
  }
}

function update(
  { data, operations }: BuiltSpec,
  { existing, lock }: { existing: { spec: string; lock: string }; lock: string },
): Omit<ImportedOpenapi, 'problems'> {
  const earlier = readLock(existing.lock)
  const document = parseDocument(existing.spec)
  const [mistake] = document.errors
  if (mistake !== undefined)
    throw new SourceError(`apitest.yaml is no YAML: ${mistake.message.split('\n')[0]}`, '`apitest validate` shows where')
  const spec = document.toString(yamlStyle)
  const kept = mergeSpec({ document, before: earlier.spec, now: data }).map((path) => path.join('/'))
  const changedText = document.toString(yamlStyle)
  const added = Object.keys(operations).filter((name) => !Object.hasOwn(earlier.operations, name))
  const removed = Object.keys(earlier.operations).filter((name) => !Object.hasOwn(operations, name))
  const changed = Object.keys(operations).filter(
    (name) => Object.hasOwn(earlier.operations, name) && earlier.operations[name] !== operations[name],
  )
  return {
    // a file that needs no change keeps every byte
    files: [
      { path: 'apitest.yaml', text: changedText === spec ? existing.spec : changedText },
      { path: lockFile, text: lock },
    ],
    summary: [
      `${added.length} added, ${changed.length} changed, ${removed.length} removed of ${count(Object.keys(operations).length, 'operation')}`,
    ],
    dropped: false,
    added,
    changed,
    removed,
    kept,
  }
}

function readLock(text: string): { readonly operations: Readonly<Record<string, unknown>>; readonly spec: unknown } {
  try {
    const lock: unknown = JSON.parse(text)
    if (isKeywords(lock) && isKeywords(lock['operations']) && isKeywords(lock['spec']))
      return { operations: lock['operations'], spec: lock['spec'] }
  } catch {
    // told below
  }
  throw new SourceError(`${lockFile} cannot be read`, 'Take it back from version control; without it nobody knows what was written by hand')
}

const warn = (code: string, names: readonly string[], message: string, hint: string): ImportProblem[] =>
  names.length === 0
    ? []
    : [
        {
          severity: 'warning',
          code,
          message: `${message}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`,
          where: [],
          hint,
        },
      ]

function warningsOf({ withoutRefusal, doubtful }: BuiltSpec): readonly ImportProblem[] {
  return [
    ...warn(
      'no-refusal',
      withoutRefusal,
      'no case for wrong requests, because no answer to them is described',
      'Describe 400, 401 or 404 where they come, and import with --update',
    ),
    ...warn(
      'doubtful-sample',
      doubtful,
      'the body made for the request may not fit its schema',
      'Give the document an `example`, or change the fixture',
    ),
  ]
}

function problem(
  code: string,
  message: string,
  { where = [], hint }: { where?: readonly string[]; hint?: string | undefined },
): ImportProblem {
  return { severity: 'error', code, message, where, ...(hint !== undefined && { hint }) }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
