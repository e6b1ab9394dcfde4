import { MissingError } from '../missing-error.ts'
import { refusalReason } from '../render-refusal.ts'

/** Why nothing can be written into the report folder. */
export function reportFolderError(folder: string, error: unknown): MissingError {
  const reason = refusalReason(error) ?? (error instanceof Error ? error.message : String(error))
  return new MissingError(`The report folder ${folder} cannot be written: ${reason}`, 'Choose another one with `--report FOLDER`')
}
