import { locate } from '../../places/locate.ts'
import type { Place } from '../../places/place.ts'
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import { problems } from '../diagnostics/problems.ts'
import type { LoadedFile } from '../load/loaded-project.ts'

/** Sections whose names are shared by all files, with what an entry is called. */
const NAMED: Readonly<Record<string, string>> = {
  env: 'The variable',
  variables: 'The variable',
  services: 'The service',
  stubs: 'The stub',
  fixtures: 'The fixture',
  requests: 'The request',
  flows: 'The flow',
  suites: 'The suite',
  leaks: 'The leak window',
  loads: 'The load profile',
}

/** These belong to the file that has them. */
const PER_FILE = new Set(['include', 'tests'])

export interface Merged {
  readonly data: Readonly<Record<string, unknown>>
  readonly diagnostics: readonly Diagnostic[]
  placeOf(section: string, name?: string): Place
}

/** Joins the files of a project; a name that two of them define is a mistake. */
export function mergeFiles(files: readonly LoadedFile[]): Merged {
  const data = emptyMap()
  const origins = new Map<string, LoadedFile>()
  const diagnostics: Diagnostic[] = []

  /** True when no other file has it. */
  const claim = (file: LoadedFile, path: readonly string[], what: string): boolean => {
    const id = JSON.stringify(path)
    const first = origins.get(id)
    if (first === undefined) {
      origins.set(id, file)
      return true
    }
    const related = [{ range: locate(first.yaml, path, { at: 'key' }), message: 'It is defined here first' }]
    diagnostics.push({ ...problems.duplicateName(path.at(-1)!, what, first.file), range: locate(file.yaml, path, { at: 'key' }), related })
    return false
  }

  for (const file of files) {
    for (const [section, value] of Object.entries(file.data)) {
      const what = NAMED[section]
      if (PER_FILE.has(section)) continue
      if (what === undefined) {
        if (claim(file, [section], 'The key')) data[section] = value
        continue
      }
      const joined = (data[section] ??= emptyMap()) as Record<string, unknown>
      for (const [name, entry] of Object.entries(value as object)) if (claim(file, [section, name], what)) joined[name] = entry
    }
  }

  const placeOf = (section: string, name?: string): Place => {
    const path = name === undefined ? [section] : [section, name]
    const owner = origins.get(JSON.stringify(path)) ?? files.find((file) => section in file.data) ?? files[0]!
    return { file: owner.file, path }
  }
  return { data, diagnostics, placeOf }
}

function emptyMap(): Record<string, unknown> {
  return Object.create(null) as Record<string, unknown>
}
