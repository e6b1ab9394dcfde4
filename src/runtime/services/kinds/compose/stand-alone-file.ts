import { parseDocument, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { CollectionTag, Node, ScalarTag } from 'yaml'

type Data = Record<string, unknown>

/**
 * For a compose that does not know the tags of override files: what compose made of the user's own files, with the override applied.
 *
 * @param config the JSON of `docker compose config`, whose paths are absolute
 */
export function standAloneFile(config: string, overrides: readonly string[]): string {
  let result: unknown = JSON.parse(config)
  for (const text of overrides) {
    const { contents } = parseDocument(text, { customTags, logLevel: 'silent' })
    if (contents !== null) result = applyNode(result, contents)
  }
  return JSON.stringify(withoutEmptyParts(result as Data), undefined, 2)
}

const customTags: (ScalarTag | CollectionTag)[] = ['!reset', '!override'].flatMap((tag) => [
  { tag, collection: 'map', nodeClass: YAMLMap } as CollectionTag,
  { tag, collection: 'seq', nodeClass: YAMLSeq } as CollectionTag,
  { tag, resolve: (text: string) => (text === 'null' || text === '' ? null : text) } as ScalarTag,
])

const GONE = Symbol('gone')

function applyNode(base: unknown, node: Node): unknown {
  if (node.tag === '!reset') return GONE
  if (node.tag === '!override' || node instanceof Scalar) return plain(node)
  if (node instanceof YAMLSeq) return byTarget(listOf(base), node)
  if (!(node instanceof YAMLMap)) return plain(node)
  const result: Data = isMap(base) ? { ...base } : {}
  for (const { key, value } of node.items) {
    const name = String(key instanceof Scalar ? key.value : key)
    const changed = applyNode(result[name], value as Node)
    if (changed === GONE) delete result[name]
    else result[name] = changed
  }
  return result
}

/** The only lists without a tag are mounts: one for each target. */
function byTarget(base: readonly unknown[], node: YAMLSeq): unknown[] {
  const result = [...base]
  for (const item of node.items) {
    const mount = plain(item as Node)
    const index = result.findIndex((earlier) => isMap(earlier) && isMap(mount) && earlier.target === mount.target)
    if (index < 0) result.push(mount)
    else result[index] = mount
  }
  return result
}

/** `null` in a value that replaces means nothing there, as in `build: !override` with a key taken away. */
function plain(node: Node): unknown {
  if (node instanceof Scalar) return node.value
  if (node instanceof YAMLSeq) return node.items.map((item) => plain(item as Node))
  if (!(node instanceof YAMLMap)) return undefined
  return Object.fromEntries(
    node.items.flatMap(({ key, value }) => {
      const item = value as Node
      return item.tag === '!reset' ? [] : [[String(key instanceof Scalar ? key.value : key), plain(item)] as const]
    }),
  )
}

/** The name of the project would be stronger than the one of the run, and names of resources were made from it. */
function withoutEmptyParts(file: Data): Data {
  const { name, ...rest } = file
  const unnamed = (section: unknown) =>
    isMap(section)
      ? Object.fromEntries(
          Object.entries(section).map(([key, resource]) => {
            if (!isMap(resource) || resource.name !== `${String(name)}_${key}`) return [key, resource]
            const { name: _, ...others } = resource
            return [key, others]
          }),
        )
      : undefined
  return {
    ...rest,
    ...(isMap(rest.networks) && { networks: unnamed(rest.networks) }),
    ...(isMap(rest.volumes) && { volumes: unnamed(rest.volumes) }),
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isMap(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
