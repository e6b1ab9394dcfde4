#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'

const cli = new URL('../dist/cli.js', import.meta.url)
if (!existsSync(cli)) {
  process.stderr.write('apitest is not built: run `npm run build` in its folder\n')
  process.exit(70)
}
// Node 22 and newer
module.enableCompileCache?.()
const { start } = await import(cli.href)
await start()
