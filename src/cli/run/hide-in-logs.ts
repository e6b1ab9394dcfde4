import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { takeCapturedSecrets } from '../../runtime/load/engine/captured-secrets.ts'
import { hideLateSecrets } from '../../runtime/services/hide-late-secrets.ts'
import { addSecret, hasSecrets } from '../../runtime/values/secrets.ts'

/** Goes over the logs of services that have stopped: what users captured may have been printed before it was known to be a secret. */
export async function hideInLogs(folder: string): Promise<void> {
  // of users in this thread; those of other threads have been told
  for (const secret of takeCapturedSecrets()) addSecret(secret)
  if (!hasSecrets()) return
  for (const log of readdirSync(folder)) await hideLateSecrets(join(folder, log))
}
