import type { HTMLElement, Node as HtmlNode } from 'node-html-parser'
import { parseHtml } from './kinds/html.ts'
import { lazyModules } from './lazy-modules.ts'
import type { ReceivedResponse } from './types.ts'

interface XmlDocument {
  readonly node: object
  /** Prefixes that the document declares; `_` is its default namespace. */
  readonly namespaces: Readonly<Record<string, string>>
  readonly isHtml: boolean
}

type Outcome = XmlDocument | { readonly problem: string }

const parsed = new WeakMap<ReceivedResponse, Outcome>()

/** The body as a document for XPath: HTML as browsers read it where the content type says so, well-formed XML otherwise. */
export function documentOf(response: ReceivedResponse): Outcome {
  let document = parsed.get(response)
  if (document === undefined) {
    document =
      /\bhtml\b/i.test(response.contentType ?? '') && !/xhtml/i.test(response.contentType ?? '')
        ? convertHtml(response)
        : parseXml(response.text())
    parsed.set(response, document)
  }
  return document
}

function parseXml(text: string): Outcome {
  const { DOMParser } = lazyModules.xmldom()
  const parser = new DOMParser({
    onError: (level, message) => {
      if (level !== 'warning') throw new Error(message)
    },
  })
  try {
    const node = parser.parseFromString(text, 'text/xml')
    return { node, namespaces: declaredNamespaces(text), isHtml: false }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { problem: /caused Error: (.*)$/s.exec(message)?.[1] ?? message }
  }
}

/** The first declaration of a prefix counts; documents that use one prefix for two namespaces need `local-name()`. */
function declaredNamespaces(text: string): Record<string, string> {
  const namespaces: Record<string, string> = { xml: 'http://www.w3.org/XML/1998/namespace' }
  for (const [, prefix = '_', , uri = ''] of text.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*(["'])(.*?)\2/gs)) namespaces[prefix] ??= uri
  return namespaces
}

/** Built node by node, so that HTML which is no XML works too. */
function convertHtml(response: ReceivedResponse): Outcome {
  const { DOMImplementation } = lazyModules.xmldom()
  const { NodeType } = lazyModules.htmlParser()
  const document = new DOMImplementation().createDocument(null, '')
  const convert = (source: HtmlNode, parent: { appendChild(child: object): unknown }): void => {
    if (source.nodeType === NodeType.TEXT_NODE && parent !== document) parent.appendChild(document.createTextNode(source.textContent))
    if (source.nodeType !== NodeType.ELEMENT_NODE) return
    const { rawTagName, attributes, childNodes } = source as HTMLElement
    let target: { appendChild(child: object): unknown } = parent
    if (rawTagName) {
      const element = document.createElement(rawTagName.toLowerCase())
      for (const [name, value] of Object.entries(attributes)) if (/^[\w:.-]+$/.test(name)) element.setAttribute(name.toLowerCase(), value)
      parent.appendChild(element)
      target = element as unknown as typeof target
    }
    for (const child of childNodes) convert(child, target)
  }
  const root = document.createElement('html')
  const source = parseHtml(response)
  // A document has one root; fragments get the one that a browser would give them.
  const elements = source.childNodes.filter(({ nodeType }) => nodeType === NodeType.ELEMENT_NODE)
  const whole = elements.length === 1 && (elements[0] as HTMLElement).rawTagName.toLowerCase() === 'html'
  if (!whole) document.appendChild(root)
  for (const child of source.childNodes) convert(child, (whole ? document : root) as unknown as { appendChild(child: object): unknown })
  return { node: document, namespaces: {}, isHtml: false }
}
