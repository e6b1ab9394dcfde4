import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { projectFile } from '../values/project-file.ts'
import { RequestError } from './request-error.ts'
import type { BodyPart } from './wire-body.ts'

/** A file of the project as a part of a body; it is read while it is sent. */
export async function openFilePart(path: string, folder: URL): Promise<BodyPart> {
  const absolute = fileURLToPath(projectFile(path, folder))
  try {
    const found = await stat(absolute)
    if (!found.isFile()) throw new RequestError('request', `\`${path}\` is not a file`)
    return { kind: 'file', path: absolute, bytes: found.size }
  } catch (error) {
    if (error instanceof RequestError) throw error
    throw new RequestError('request', `The file \`${path}\` cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
