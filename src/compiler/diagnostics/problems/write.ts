import { error } from '../problem.ts'
import { code, listOf } from '../wording.ts'

/** What can go wrong where the generated files meet the disk. */
export const writeProblems = {
  editedByHand: (paths: readonly string[], command: string) =>
    error(
      'edited-by-hand',
      paths.length === 1
        ? `${code(paths[0]!)} was edited since it was generated`
        : `${paths.length} files were edited since they were generated: ${listOf(paths)}`,
      `Make the change in the YAML file instead; ${code(`${command} --force`)} overwrites the edit, \`npx apitest eject\` keeps it for good. A formatter that runs over this folder should leave it out`,
    ),
  editedBeforeEject: (paths: readonly string[]) =>
    error(
      'edited-before-eject',
      paths.length === 1
        ? `${code(paths[0]!)} was edited since it was generated`
        : `${paths.length} files were edited since they were generated: ${listOf(paths)}`,
      '`npx apitest eject --force` hands the project over with these edits; to go without them, compile with `--force` first',
    ),
  foreignFile: (paths: readonly string[], command: string) =>
    error(
      'foreign-file',
      paths.length === 1
        ? `${code(paths[0]!)} is in the way: apitest did not write it`
        : `${paths.length} files are in the way that apitest did not write: ${listOf(paths)}`,
      `Choose another folder with \`--output\`, move the files away, or overwrite them with ${code(`${command} --force`)}`,
    ),
  blockedPath: (path: string, found: string) =>
    error('blocked-path', `${code(path)} cannot be written: ${found}`, 'Move it away; apitest replaces files only'),
  manifestPath: (manifest: string, path: string) =>
    error(
      'manifest-path',
      `${code(manifest)} lists ${code(path)}, which is outside the generated folder`,
      'Nothing was written. Take the manifest from version control, or delete the folder and compile again',
    ),
  manifestUnreadable: (manifest: string, reason: string) =>
    error(
      'manifest-unreadable',
      `${code(manifest)} cannot be read: ${reason}`,
      'After a merge conflict: delete the manifest and compile with `--force`',
    ),
  notGenerated: (folder: string) =>
    error(
      'not-generated',
      `${code(folder)} holds no generated project`,
      'Compile first with `npx apitest compile`, or name the folder with `--output`',
    ),
}
