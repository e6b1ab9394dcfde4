import { addSecretData } from '../values/secrets.ts'

/** Hides a value that a test learnt, here and in the logs that the main process keeps. */
export async function reportSecrets(value: unknown): Promise<void> {
  const texts = addSecretData(value)
  if (!process.env['APITEST_HUB']) return
  const { reportSecret } = await import('../services/hub-client.ts')
  await Promise.all(texts.map((text) => reportSecret(text)))
}
