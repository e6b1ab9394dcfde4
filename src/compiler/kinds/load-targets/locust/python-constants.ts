import { bracketed } from '../print/doc.ts'
import type { Doc } from '../print/doc.ts'
import type { LoadScript, ScriptConstant } from '../script/load-script.ts'
import { quote } from './python-literal.ts'
import type { PythonModule } from './python-module.ts'
import { folderOf } from './python-request.ts'
import { emitAsText, emitValue } from './python-value.ts'
import type { PythonScope } from './python-value.ts'
import { userClass } from './user-class.ts'

export function emitConstants(script: LoadScript, module: PythonModule): Doc[] {
  const scope: PythonScope = { module, captures: new Map(), params: new Map() }
  const main = userClass(script).service
  const urls = script.services.flatMap(({ name, url }): Doc[] =>
    name === main && !isRead(script, name)
      ? []
      : [`${module.urls.get(name) ?? ''} = ${environment(module, module.urls.get(name) ?? '', url)}`],
  )
  const env = script.env.map(({ name, default: fallback }) => `${module.env.get(name) ?? ''} = ${environment(module, name, fallback)}`)
  const data = script.constants.map((constant): Doc => [
    `${module.constants.get(`${constant.kind} ${constant.name}`) ?? ''} = `,
    emitConstant(constant, scope),
  ])
  return [...urls, ...env, ...data]
}

/** Whether the address of the main service stands anywhere but in front of a path. */
export function isRead(script: LoadScript, service: string): boolean {
  return JSON.stringify([script.tasks, script.flows, script.constants]).includes(
    JSON.stringify({ kind: 'service', name: service, property: 'url' }),
  )
}

export function emitFolder({ folder, movable }: LoadScript, module: PythonModule): Doc[] {
  if (!module.has('FOLDER')) return []
  const beside = `Path(__file__).parent / ${quote(folder)}`
  if (!movable) return [`FOLDER = ${beside}`]
  return [
    [
      'FOLDER = ',
      bracketed('Path(', [[bracketed(`${module.use('os')}.environ.get(`, ['"PROJECT_FOLDER"', beside], { close: ')' })]], { close: ')' }),
    ],
  ]
}

function environment(module: PythonModule, name: string, fallback: string | undefined): string {
  module.use('os')
  return fallback === undefined ? `os.environ[${quote(name)}]` : `os.environ.get(${quote(name)}, ${quote(fallback)})`
}

function emitConstant(constant: ScriptConstant, scope: PythonScope): Doc {
  if (constant.kind === 'variable') return emitValue(constant.value, scope)
  const { module } = scope
  const [kind, value] = constant.fixture.value.entries[0] ?? ['value', { kind: 'literal', value: null } as const]
  if (kind === 'value') return emitValue(value, scope)
  const path: Doc = ['(', folderOf(module), ' / ', emitAsText(value, scope), ')']
  switch (kind) {
    case 'json':
      return bracketed(`${module.use('json')}.loads(`, [[path, '.read_text("utf-8")']], { close: ')' })
    case 'csv':
      return bracketed(`${module.helper('read_csv')}(`, [[folderOf(module), ' / ', emitAsText(value, scope)]], { close: ')' })
    case 'text':
      return [path, '.read_text("utf-8")']
    case 'base64':
      return [bracketed(`${module.use('base64')}.b64encode(`, [[path, '.read_bytes()']], { close: ')' }), '.decode()']
    default:
      return [path, '.read_bytes()']
  }
}
