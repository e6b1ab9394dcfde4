import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { outlineService } from '../../services/evaluate-service.ts'
import { appListener, describeApp } from '../../services/kinds/node/app-listener.ts'
import type { ServiceKinds } from '../../services/service-definition.ts'
import type { Leak } from '../define-leak.ts'

// The program behind a `node` service of a leak window: the application alone in a process, without tests beside it.
const [module = '', name = ''] = process.argv.slice(2)
const { leak } = (await import(module)) as { leak: Leak }
const { definition } = outlineService(leak.project.services![name]!)
const app = await (definition as ServiceKinds['node']).node.app()
const found = await appListener(app, (error) => void process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`))
if (found === undefined) throw new Error(`The export of service \`${name}\` is ${describeApp(app)}`)
const server: Server = found.kind === 'server' ? found.server : createServer(found.listener)
if (!server.listening) server.listen(Number(process.env['PORT']), '127.0.0.1')
