import { closeSync, openSync, readlinkSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import type { RuntimeName } from '../leak-trace.ts'
import { readText } from './read-text.ts'

const BY_NAME: readonly (readonly [RegExp, RuntimeName])[] = [
  [/^(?:node|nodejs|bun|deno)\d*$/, 'node'],
  [/^java$/, 'java'],
  [/^dotnet$/, 'dotnet'],
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:gunicorn|uvicorn|flask|celery|uwsgi)/, 'python'],
]

/** What runs a process, by its program, the libraries it has loaded, and the mark that Go's linker leaves. */
export function runtimeOf(pid: number): RuntimeName {
  const program = programOf(pid)
  const words = [basename(program ?? ''), readText(`/proc/${pid}/comm`)?.trim() ?? '']
  for (const word of words) {
    const known = BY_NAME.find(([pattern]) => pattern.test(word))
    if (known !== undefined) return known[1]
  }
  const maps = readText(`/proc/${pid}/maps`) ?? ''
  if (maps.includes('libcoreclr.so')) return 'dotnet'
  if (maps.includes('libjvm.so')) return 'java'
  if (/libnode\.so/.test(maps)) return 'node'
  if (/libpython[\d.]+\.so/.test(maps)) return 'python'
  return isGo(pid) ? 'go' : 'other'
}

function programOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, '')
  } catch {
    return readText(`/proc/${pid}/cmdline`)?.split('\0')[0]
  }
}

function isGo(pid: number): boolean {
  try {
    const file = openSync(`/proc/${pid}/exe`, 'r')
    try {
      const start = Buffer.alloc(16 * 1024)
      readSync(file, start, 0, start.length, 0)
      return start.includes('Go build ID: "') || start.includes('\x04\0\0\0Go\0\0', 0, 'latin1') || start.includes('.go.buildinfo')
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}
