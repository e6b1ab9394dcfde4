import { mkdirSync, renameSync, rmSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { put, temporaryFolder } from '../../../test/support/output-folder.ts'
import { watchSpec } from './watch-spec.ts'

interface Watching {
  readonly folder: string
  /** Resolves when it has compiled that often, and then been quiet. */
  compiled(times: number): Promise<void>
  readonly errors: unknown[]
}

async function watching({ files = { 'apitest.yaml': '1' }, compile }: { files?: Record<string, string>; compile?: (folder: string, time: number) => Promise<string[]> } = {}): Promise<Watching> {
  const folder = temporaryFolder()
  put(folder, files)
  // files that were saved just now count as saved while compiling
  await delay(20)
  let times = 0
  const errors: unknown[] = []
  const controller = new AbortController()
  const compileOnce = async () => {
    times += 1
    return compile === undefined ? Object.keys(files).map((path) => join(folder, path)) : compile(folder, times)
  }
  const done = watchSpec({ compile: compileOnce, signal: controller.signal, onError: (error) => errors.push(error), quietMs: 20 })
  onTestFinished(async () => {
    controller.abort()
    await done
  })
  const compiled = async (wanted: number) => {
    await expect.poll(() => times, { timeout: 5000, interval: 10 }).toBe(wanted)
    await delay(150)
    expect(times).toBe(wanted)
  }
  await compiled(1)
  return { folder, compiled, errors }
}

describe('watchSpec', () => {
  it('compiles again when a file is saved, and not otherwise', async () => {
    const { folder, compiled } = await watching()
    writeFileSync(join(folder, 'apitest.yaml'), 'two')
    await compiled(2)
    writeFileSync(join(folder, 'notes.txt'), 'nothing to do with it')
    utimesSync(folder, new Date(), new Date())
    await compiled(2)
  })

  it('makes one run of many saves', async () => {
    const { folder, compiled } = await watching()
    for (let round = 0; round < 10; round++) writeFileSync(join(folder, 'apitest.yaml'), `${round}`.repeat(round + 2))
    await compiled(2)
  })

  it('follows editors that save by renaming', async () => {
    const { folder, compiled } = await watching()
    for (const [index, text] of ['two', 'three'].entries()) {
      writeFileSync(join(folder, '.apitest.yaml.swp'), text)
      renameSync(join(folder, '.apitest.yaml.swp'), join(folder, 'apitest.yaml'))
      await compiled(index + 2)
    }
  })

  it('sees a file that is new beside the others, one that goes, and a folder that comes back', async () => {
    const { folder, compiled } = await watching({ files: { 'apitest.yaml': '1', 'tests/a.apitest.yaml': '1' } })
    writeFileSync(join(folder, 'tests/b.apitest.yaml'), 'new')
    await compiled(2)
    unlinkSync(join(folder, 'tests/b.apitest.yaml'))
    await compiled(3)
    rmSync(join(folder, 'tests'), { recursive: true })
    await compiled(4)
    mkdirSync(join(folder, 'tests'))
    writeFileSync(join(folder, 'tests/a.apitest.yaml'), 'back')
    await compiled(5)
  })

  it('survives a compiler that throws, and watches on', async () => {
    const { folder, compiled, errors } = await watching({
      compile: async (root, time) => {
        if (time === 2) throw new Error('a bug')
        return [join(root, 'apitest.yaml')]
      },
    })
    writeFileSync(join(folder, 'apitest.yaml'), 'two')
    await compiled(2)
    expect(errors).toMatchObject([{ message: 'a bug' }])
    writeFileSync(join(folder, 'apitest.yaml'), 'three!')
    await compiled(3)
  })

  it('compiles once more when a file was saved while it compiled', async () => {
    const { compiled } = await watching({
      compile: async (root, time) => {
        if (time === 2) writeFileSync(join(root, 'apitest.yaml'), 'saved meanwhile')
        if (time === 1) setTimeout(() => writeFileSync(join(root, 'apitest.yaml'), 'saved'), 300)
        return [join(root, 'apitest.yaml')]
      },
    })
    await compiled(3)
  })

  it('watches what the last run read', async () => {
    const { folder, compiled } = await watching({
      files: { 'apitest.yaml': '1', 'data/rows.csv': '1' },
      compile: async (root, time) => (time === 1 ? [join(root, 'apitest.yaml')] : [join(root, 'apitest.yaml'), join(root, 'data/rows.csv')]),
    })
    writeFileSync(join(folder, 'data/rows.csv'), 'not read yet')
    await compiled(1)
    writeFileSync(join(folder, 'apitest.yaml'), 'reads it')
    await compiled(2)
    writeFileSync(join(folder, 'data/rows.csv'), 'now it counts')
    await compiled(3)
  })
})
