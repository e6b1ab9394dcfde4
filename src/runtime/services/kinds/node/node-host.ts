import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { outlineService } from '../../evaluate-service.ts'
import { appListener, describeApp } from './app-listener.ts'
import type { ServiceEntry, ServiceKinds } from '../../service-definition.ts'

// The program behind a `node` service of a load profile or a leak window: the application alone in a process, without tests beside it.
const [module = '', name = ''] = process.argv.slice(2)
type Measured = { readonly project: { readonly services?: Readonly<Record<string, ServiceEntry>> } }
const { load, leak } = (await import(module)) as { readonly load?: Measured; readonly leak?: Measured }
const entry = (load ?? leak)?.project.services?.[name]
if (entry === undefined) throw new Error(`${module} has no service \`${name}\``)
const { definition } = outlineService(entry)
const app = await (definition as ServiceKinds['node']).node.app()
const found = await appListener(app, (error) => void process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`))
if (found === undefined) throw new Error(`The export of service \`${name}\` is ${describeApp(app)}`)
const server: Server = found.kind === 'server' ? found.server : createServer(found.listener)
if (!server.listening) server.listen(Number(process.env['PORT']), '127.0.0.1')
