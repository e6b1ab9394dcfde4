import { error } from '../../problem.ts'
import { code } from '../../wording.ts'

/** Files that the spec names, and what is in them. */
export const fileProblems = {
  missingFile: (path: string, { nearest, from, kind = 'file' }: { nearest: string | undefined; from: string; kind?: 'file' | 'folder' }) =>
    error(
      'missing-file',
      `There is no ${kind} ${code(path)}`,
      nearest === undefined ? `Paths start at the folder of ${code(from)}` : `Did you mean ${code(nearest)}?`,
    ),
  folderInsteadOfFile: (path: string) =>
    error('folder-instead-of-file', `${code(path)} is a folder, and a file is needed`, 'Name a file in it'),
  fileInsteadOfFolder: (path: string) =>
    error('file-instead-of-folder', `${code(path)} is a file, and a folder is needed`, 'Name the folder that it is in'),
  pathOutside: (path: string) =>
    error(
      'path-outside',
      `${code(path)} leads out of the project's folder`,
      'Move the file into the project, or allow it with `allowOutside: true` beside it',
    ),
  badDataFile: (path: string, format: string, reason: string) => error('bad-data-file', `${code(path)} is no ${format}: ${reason}`),
  noRows: (name: string) => error('no-rows', `${code(name)} gives no rows, so that no test would run`, 'Add a row'),
  rowsNotAList: (name: string, found: string) =>
    error(
      'rows-not-a-list',
      `The fixture ${code(name)} is ${found}, and rows are a list`,
      'Use a csv fixture, or a json, yaml or value fixture that is a list',
    ),
}
