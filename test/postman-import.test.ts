import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { importPostman } from '../src/compiler/import/postman/import-postman.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'specs/postman-import')
const read = (name: string) => readFile(join(folder, name), 'utf8')
const [collectionFile, environmentFile] = ['bookshop.postman_collection.json', 'local.postman_environment.json']

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

describe('the example postman-import', () => {
  it('is what its collection becomes, with its ledger and scripts', async () => {
    const { files, dropped } = importPostman({
      collection: { file: collectionFile, text: await read(collectionFile) },
      environment: { file: environmentFile, text: await read(environmentFile) },
      upload: (source) => (source === 'cover.txt' ? 'uploads/cover.txt' : undefined),
    })
    expect(dropped).toBe(false)
    expect(files.map(({ path }) => path)).toContain('scripts/Other-bodies-auth-Signed-by-a-script.test.js')
    for (const { path, text } of files) if (path !== '.env') expect(text, path).toBe(await read(path))
  })

  it('passes against its bookshop, and fails where the shop is another', { timeout: 60_000 }, async () => {
    const copy = await mkdtemp(join(tmpdir(), 'apitest-postman-'))
    undo.push(() => rm(copy, { recursive: true, force: true }))
    await cp(folder, copy, { recursive: true })
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
    const port = await freePort()
    const shop = spawn(process.execPath, ['server.js'], { cwd: copy, env: { ...process.env, PORT: String(port) } })
    undo.push(() => shop.kill())
    const run = (password: string) => apitest(copy, ['run', '--var', `baseUrl=http://127.0.0.1:${port}`], { PASSWORD: password })
    expect(await run('secret')).toMatchObject({ code: 0, text: expect.stringContaining('15 passed') as string })
    expect(await run('wrong')).toMatchObject({ code: 1, text: expect.stringContaining('Status code is 200') as string })
  })

  const newman = newmanOrNothing()
  it.skipIf(newman === undefined)(
    `is judged by Newman as here${newman === undefined ? ' (skipped: newman is not installed)' : ''}`,
    { timeout: 60_000 },
    async () => {
      const port = await freePort()
      const shop = spawn(process.execPath, ['server.js'], { cwd: folder, env: { ...process.env, PORT: String(port) } })
      undo.push(() => shop.kill())
      const collection: unknown = JSON.parse(await read(collectionFile))
      const environment = JSON.parse((await read(environmentFile)).replace('4010', String(port))) as unknown
      const { run } = await new Promise<NewmanSummary>((resolve, reject) =>
        newman?.run({ collection, environment, reporters: [], workingDir: folder }, (error, summary) => (error ? reject(error) : resolve(summary))),
      )
      expect(run.stats.assertions).toMatchObject({ total: 25, failed: 0 })
    },
  )
})

interface NewmanSummary {
  readonly run: { readonly stats: { readonly assertions: { readonly total: number; readonly failed: number } } }
}

function newmanOrNothing(): { run(options: object, done: (error: Error | null, summary: NewmanSummary) => void): void } | undefined {
  try {
    return createRequire(import.meta.url)('newman') as ReturnType<typeof newmanOrNothing>
  } catch {
    return undefined
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

function apitest(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [join(root, 'bin/apitest.js'), ...args], { cwd, env: { ...process.env, ...env } })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })))
}
