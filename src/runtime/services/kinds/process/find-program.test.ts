import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findProgram } from './find-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'find-program-'))
mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
mkdirSync(join(folder, 'project'))
writeFileSync(join(folder, 'node_modules/.bin/serve'), '', { mode: 0o755 })
writeFileSync(join(folder, 'project/notes.txt'), '')
afterAll(() => rmSync(folder, { recursive: true }))

const find = (program: string, path = '/usr/bin:/bin') => findProgram({ program, cwd: join(folder, 'project'), path, folder })

test('a program on the PATH or at its path is found', () => {
  expect(find('sh')).toEqual({ kind: 'found' })
  expect(find('/bin/sh')).toEqual({ kind: 'found' })
  expect(find('../node_modules/.bin/serve')).toEqual({ kind: 'found' })
  expect(find('serve', '../node_modules/.bin')).toEqual({ kind: 'found' })
})

test.for([
  ['serve', 'the program `serve` is not on the PATH', '`command: ../node_modules/.bin/serve …`'],
  ['gunicorn-nowhere', 'the program `gunicorn-nowhere` is not on the PATH', 'add its folder to PATH'],
  ['uvicorn', 'the program `uvicorn` is not on the PATH', '`pip install uvicorn`'],
  ['./server', '`./server` does not exist', 'project/server; `cwd` says where the path starts'],
  ['./notes.txt', '`./notes.txt` is not a program that may be executed', 'chmod +x'],
  ['./', '`./` is not a program that may be executed', 'chmod +x'],
] as const)('%s is explained', ([program, message, hint]) => {
  expect(find(program, '/nowhere')).toEqual({ kind: 'missing', message, hint: expect.stringContaining(hint) })
})
