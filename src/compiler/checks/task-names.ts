import type { Cursor } from './cursor.ts'

/** How statistics call a task of a load: by its own name, that of its request or flow, else by method and path. */
export function taskName(task: Cursor): string {
  const name = task.get('name')?.text ?? task.get('request')?.text ?? task.get('flow')?.text
  return name ?? `${methodOf(task)} ${pathOf(task) ?? ''}`.trim()
}

const methodKeys = ['get', 'head', 'post', 'put', 'patch', 'delete', 'options'] as const

export function methodOf(request: Cursor): string {
  return methodKeys.find((key) => request.get(key)?.text !== undefined)?.toUpperCase() ?? request.get('method')?.text ?? 'GET'
}

/** As written. */
export function pathOf(request: Cursor): string | undefined {
  const key = methodKeys.find((name) => request.get(name)?.text !== undefined)
  return request.get(key ?? 'path')?.text
}
