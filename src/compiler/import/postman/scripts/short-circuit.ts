import type { Names, Path, Symbol, Test } from './symbol.ts'
import { give } from './untranslatable.ts'

/** What the left side of `&&` and `||` reads, so that its right side may read it too. */
export class LeftSide {
  readonly #read = new Set<string>()
  #json = false

  /** For reading the left side. */
  noting(names: Names): Names {
    return {
      ...names,
      onJson: () => {
        this.#json = true
        names.onJson()
      },
      onDeref: (path) => {
        this.#read.add(JSON.stringify(path))
        names.onDeref(path)
      },
    }
  }

  /** For reading the right side, which happens only where the left one `holds`. What it would stumble over is demanded of no answer. */
  guarding(names: Names, test: Test, holds: boolean): Names {
    if (names.asserting === true) return names
    const safe = new Set(placesThere(test, holds).map((path) => JSON.stringify(path)))
    const check = (path: Path): void => {
      const [last] = path.slice(-1)
      const isItem = typeof last === 'number' && safe.has(JSON.stringify([...path.slice(0, -1), 'length']))
      const key = JSON.stringify(path)
      if (path.length > 0 && !isItem && !safe.has(key) && !this.#read.has(key)) give('a part of the answer that is read only sometimes')
    }
    return { ...names, onDeref: check, onList: check, onJson: () => (this.#json ? undefined : give('a body that is read only sometimes')) }
  }
}

/** Parts of the body that are surely there where a condition holds; `length` stands for a list with items. */
function placesThere(test: Test, holds: boolean): readonly Path[] {
  switch (test.kind) {
    case 'not':
      return placesThere(test.of, !holds)
    case 'and':
    case 'or':
      return (test.kind === 'and') === holds ? [...placesThere(test.left, holds), ...placesThere(test.right, holds)] : []
    case 'truthy':
      return holds ? pathsOf(test.of) : []
    case 'isArray':
      return holds ? pathsOf(test.of) : []
    case 'compare':
      return holds && ['>', '>='].includes(test.operator) && test.left.kind === 'length' ? pathsOf(test.left) : []
    default:
      return []
  }
}

function pathsOf(of: Symbol): readonly Path[] {
  if (of.kind === 'length') return pathsOf(of.of).map((path) => [...path, 'length'])
  return of.kind === 'body' ? [of.path] : []
}
