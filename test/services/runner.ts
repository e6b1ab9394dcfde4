/** A run of its own: `node runner.js <folder> <service as JSON>` starts the service, prints UP and its address, and then does what it is told. */
import { pathToFileURL } from 'node:url'
import { startService } from '../../src/runtime/services/hub-client.ts'
import { serve } from '../../src/runtime/services/serve.ts'

const [folder = '', service = '{}'] = process.argv.slice(2)
const stop = await serve({ folder: pathToFileURL(`${folder}/`), services: { web: JSON.parse(service) } }, ['web'])
process.stdout.write(`UP ${(await startService('web')).url}\n`)
process.stdin.on('data', async (data) => {
  if (String(data).startsWith('stop')) await stop()
  if (String(data).startsWith('throw')) throw new Error('as asked')
  process.exit(0)
})
