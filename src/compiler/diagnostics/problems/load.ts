import { error } from '../problem.ts'
import { code } from '../wording.ts'

/** What can be wrong before the content of a YAML file is looked at. */
export const loadProblems = {
  specNotFound: (path: string | undefined) =>
    path === undefined
      ? error(
          'spec-not-found',
          'There is no `apitest.yaml` in this folder',
          'Write one with `npx apitest init`, or name the file: `npx apitest run path/to/apitest.yaml`',
        )
      : error('spec-not-found', `There is no file ${code(path)}`, 'Check the spelling; paths start at the folder you are in'),
  unreadableFile: (path: string, reason: string, hint?: string) => error('unreadable-file', `Cannot read ${code(path)}: ${reason}`, hint),
  fileTooBig: (path: string, bytes: number, limitBytes: number) =>
    error(
      'file-too-big',
      `${code(path)} has ${mebibytes(bytes)}, more than the ${mebibytes(limitBytes)} that one file may have`,
      'Spread the tests over several files and name them under `include`; keep data in fixture files',
    ),
  binaryFile: (path: string) => error('binary-file', `${code(path)} is not text in UTF-8`, 'Save the file as UTF-8 text'),
  emptySpec: () => error('empty-spec', 'The file is empty', 'Begin with `version: 1`, or let `npx apitest init` write a first version'),
  notAMap: (found: string) =>
    error(
      'not-a-map',
      `The file holds ${found} where a map of keys belongs`,
      'Begin at the left margin with keys such as `version: 1`, `services:` and `tests:`',
    ),
  severalDocuments: () =>
    error(
      'several-documents',
      'A second YAML document begins here, and one file holds one',
      'Remove the `---`, or move this part into a file of its own and name it under `include`',
    ),
  yamlSyntax: (message: string, hint?: string) => error('yaml-syntax', message, hint),
  tabIndentation: () => error('tab-indentation', 'A tab is used to indent, which YAML does not allow', 'Indent with spaces'),
  duplicateKey: (key: string) =>
    error('duplicate-key', `The key ${code(key)} stands twice in one map`, 'Remove one of the two, or rename it'),
  nonStringKey: (found: string) =>
    error(
      'non-string-key',
      `${found} is used as a key, and keys are text`,
      'Write the key as plain text; quote it where it looks like something else',
    ),
  unknownTag: (tag: string) =>
    error('unknown-tag', `The tag ${code(tag)} has no meaning here`, 'Remove the tag; put text that begins with `!` in quotes'),
  unknownAlias: (name: string, hint: string) => error('unknown-alias', `No anchor is named ${code(`&${name}`)} before this place`, hint),
  tooManyAliases: (limit: number) =>
    error(
      'too-many-aliases',
      `The aliases of this file unfold to more than ${limit} values`,
      'Put shared parts under `requests`, `flows` or `fixtures` and use them by name',
    ),
  unsafeNumber: (source: string) =>
    error(
      'unsafe-number',
      `The number ${code(source)} cannot be kept exactly`,
      'Put it in quotes when text will do; numbers are those of JSON, whole ones up to 9007199254740991',
    ),
  badMerge: () =>
    error('bad-merge', '`<<` merges maps, and this is none', 'Write `<<: *name` with the anchor of a map, or a list of such aliases'),
  includeNotFound: (pattern: string, nearest: string | undefined) =>
    error(
      'include-not-found',
      `${code(pattern)} matches no file`,
      nearest === undefined
        ? 'Patterns start at the folder of this file; `*` stands for a part of a name, `**` for any folders'
        : `Did you mean ${code(nearest)}?`,
    ),
  includeOutside: (pattern: string) =>
    error(
      'include-outside',
      `${code(pattern)} leads out of the project's folder`,
      'Only files below the folder of apitest.yaml can be included',
    ),
  includeCycle: (path: string) => error('include-cycle', `${code(path)} includes itself in the end`, 'Remove one of the includes'),
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MiB`
}
