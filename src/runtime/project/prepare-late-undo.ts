/**
 * What lives as long as the run is undone when vitest has begun to end everything: the services have to wait for that. Vitest answers
 * no question for a module by then, and loads this package itself where it is linked, so that what undoing may need comes now.
 */
export async function prepareLateUndo(): Promise<void> {
  await Promise.all([holdServices(), import('../../places/read-spec-place.ts'), import('../services/kinds/node/node-apps.ts')])
}

async function holdServices(): Promise<void> {
  if (!process.env['APITEST_HUB']) return
  const { holdRun } = await import('../services/hub-client.ts')
  await holdRun()
}
