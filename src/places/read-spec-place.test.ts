import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatPlace, parsePlace } from './place.ts'
import { findSpecPlace, readSpecPlace } from './read-spec-place.ts'

let root: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'apitest-places-'))
  await writeFile(join(root, 'apitest.yaml'), 'tests:\n  a/b ~c:\n    get: /\n    expect: { status: 201 }\n')
  await writeFile(join(root, 'more.yaml'), 'requests:\n  login: { get: / }\n')
})
afterEach(() => rm(root, { recursive: true }))

const place = { file: 'apitest.yaml', path: ['tests', 'a/b ~c', 'expect', 'status'] }

describe('readSpecPlace', () => {
  it('says where a place stands, with a frame', async () => {
    expect(await readSpecPlace(root, place)).toEqual({
      file: 'apitest.yaml',
      line: 4,
      column: 23,
      frame: '    4 |     expect: { status: 201 }\n      |                       ^^^',
    })
  })

  it('reads the file as it is now', async () => {
    await readSpecPlace(root, place)
    const path = join(root, 'apitest.yaml')
    await writeFile(path, 'tests:\n\n\n  a/b ~c:\n    get: /\n')
    await utimes(path, new Date(), new Date(Date.now() + 5000))
    expect(await readSpecPlace(root, place)).toMatchObject({ line: 4, column: 3 })
  })

  it('answers nothing for a file that has gone', async () => {
    expect(await readSpecPlace(root, { ...place, file: 'gone.yaml' })).toBeUndefined()
  })

  it('answers for a file that is no longer YAML', async () => {
    await writeFile(join(root, 'apitest.yaml'), 'tests: [\n "\\U99999999 a')
    expect(await readSpecPlace(root, place)).toMatchObject({ line: 1 })
  })

  it('finds a name in whichever file has it', async () => {
    expect(await findSpecPlace(root, ['apitest.yaml', 'more.yaml'], ['requests', 'login', 'get'])).toMatchObject({ file: 'more.yaml', line: 2, column: 17 })
  })

  it('takes what formatPlace wrote', async () => {
    expect(parsePlace(formatPlace(place))).toEqual(place)
  })
})
