import type { Mount } from '../load/compose-facts.ts'

/** Reads an entry of `volumes`: `source:target:options`, or the long form; `undefined` where it names no target. */
export function readMount(entry: unknown): Mount | undefined {
  return typeof entry === 'string' ? readShort(entry) : readLong(entry)
}

function readShort(text: string): Mount | undefined {
  const [first = '', target, options = ''] = splitColons(text)
  if (first === '') return undefined
  if (target === undefined) return { target: clean(first), type: 'volume', source: undefined, readOnly: false, selinux: undefined }
  const flags = options.split(',')
  return {
    target: clean(target),
    type: typeOf(first),
    source: first,
    readOnly: flags.includes('ro'),
    selinux: flags.find((flag) => flag === 'z' || flag === 'Z'),
  }
}

function readLong(entry: unknown): Mount | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined
  const { target, type, source, read_only: readOnly, bind } = entry as Readonly<Record<string, unknown>>
  if (typeof target !== 'string') return undefined
  const { selinux } = (typeof bind === 'object' && bind !== null ? bind : {}) as { selinux?: unknown }
  return {
    target: clean(target),
    type: typeof type === 'string' ? type : undefined,
    source: typeof source === 'string' ? source : undefined,
    readOnly: readOnly === true,
    selinux: typeof selinux === 'string' ? selinux : undefined,
  }
}

/** Splits at the colons outside `${…}`, whose default may hold some. */
export function splitColons(text: string): string[] {
  const parts = ['']
  let depth = 0
  for (const [index, character] of [...text].entries()) {
    if (character === '{' && text[index - 1] === '$') depth += 1
    if (character === '}' && depth > 0) depth -= 1
    if (character === ':' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}

/** A path is a folder of this machine, a name is a volume; what a variable holds shows only when it runs. */
function typeOf(source: string): string | undefined {
  if (source.startsWith('$')) return undefined
  return /^[./~]/.test(source) ? 'bind' : 'volume'
}

/** `/model/` and `/model` are one place. */
function clean(target: string): string {
  return target.length > 1 ? target.replace(/\/+$/, '') : target
}
