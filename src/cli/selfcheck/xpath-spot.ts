import { lazyModules } from '../../runtime/assertions/lazy-modules.ts'
import { documentOf } from '../../runtime/assertions/xml-document.ts'
import type { Answer } from './answer.ts'
import { receive } from './answer.ts'
import type { Spot } from './spot.ts'

/** The parts of a DOM node that are changed here. */
interface Node {
  textContent: string | null
  readonly nodeType: number
  readonly nodeName: string
  readonly parentNode: Node | null
  readonly ownerElement?: { removeAttribute(name: string): void } | null
  readonly firstChild: Node | null
  readonly documentElement?: Node | null
  readonly childNodes: { readonly length: number; item(index: number): Node | null }
  appendChild(child: Node): unknown
  removeChild(child: Node): unknown
  cloneNode(deep: boolean): Node
}

/** What an XPath selects; for expressions such as `count(…)`, other documents. */
export function xpathSpot(answer: Answer, expression: string): Spot | undefined {
  const { nodes, value } = open(answer, expression) ?? {}
  if (nodes === undefined)
    return value === undefined ? undefined : { values: [value], answers: otherDocuments(answer, expression), put: () => undefined }
  return {
    values: nodes.map(({ textContent }) => textContent ?? ''),
    listMatchers: new Set(['size', 'any', 'each', 'unique', 'empty']),
    put: (values) => {
      const opened = open(answer, expression)
      if (opened?.nodes === undefined || nodes.length === 0) return undefined
      change(opened.nodes, values.map(String))
      return written(answer, opened.document)
    },
  }
}

function open(answer: Answer, expression: string): { document: Node; nodes: readonly Node[] | undefined; value: unknown } | undefined {
  // a document is kept for its answer, and this answer is used once
  const opened = documentOf(receive(answer))
  if ('problem' in opened) return undefined
  const value = lazyModules.xpath().parse(expression).evaluate(opened)
  // safe: nodes of xmldom, as is the document
  return { document: opened.node as Node, nodes: value.toArray?.() as unknown as readonly Node[] | undefined, value: value.stringValue() }
}

function change(nodes: readonly Node[], values: readonly string[]): void {
  for (const [index, node] of nodes.entries()) {
    if (index < values.length) node.textContent = values[index]!
    else if (node.ownerElement) node.ownerElement.removeAttribute(node.nodeName)
    else node.parentNode?.removeChild(node)
  }
  const last = nodes.at(-1)
  for (const value of values.slice(nodes.length)) {
    const copy = last?.cloneNode(true)
    if (!last?.parentNode || copy === undefined) return
    copy.textContent = value
    last.parentNode.appendChild(copy)
  }
}

/** Without any content, with everything in it twice, with other texts. */
function otherDocuments(answer: Answer, expression: string): readonly Answer[] {
  const changes: ((root: Node) => void)[] = [
    (root) => {
      while (root.firstChild !== null) root.removeChild(root.firstChild)
    },
    (root) => {
      for (const child of childrenOf(root)) root.appendChild(child.cloneNode(true))
    },
    (root) => setTexts(root, 'apitest'),
    (root) => setTexts(root, '7'),
  ]
  return changes.flatMap((make) => {
    const opened = open(answer, expression)
    const root = opened?.document.documentElement
    if (opened === undefined || !root) return []
    make(root)
    return [written(answer, opened.document)]
  })
}

function setTexts(node: Node, text: string): void {
  if (node.nodeType === 3) node.textContent = text
  else for (const child of childrenOf(node)) setTexts(child, text)
}

function childrenOf({ childNodes }: Node): readonly Node[] {
  return Array.from({ length: childNodes.length }, (_, index) => childNodes.item(index)).filter((child) => child !== null)
}

function written(answer: Answer, document: Node): Answer {
  const text = new (lazyModules.xmldom().XMLSerializer)().serializeToString(document as never)
  return { ...answer, body: { text }, sizeBytes: undefined }
}
