import type { HTMLElement } from 'node-html-parser'
import { lazyModules } from '../../runtime/assertions/lazy-modules.ts'
import type { Answer } from './answer.ts'
import type { Spot } from './spot.ts'

/** The text of the elements that a selector finds, or one of their attributes behind `::attr(name)`. */
export function htmlSpot(answer: Answer, { key, text }: { key: string; text: string }): Spot {
  const [, selector = key, attribute] = /^(.*)::attr\(\s*([^()\s]+)\s*\)$/s.exec(key) ?? []
  const open = () => {
    const document = lazyModules.htmlParser().parse(text)
    const found = document.querySelectorAll(selector)
    return {
      document,
      elements: attribute === undefined ? found : found.filter((element) => element.getAttribute(attribute) !== undefined),
    }
  }
  const read = (element: HTMLElement) =>
    attribute === undefined ? element.textContent.replace(/\s+/g, ' ').trim() : (element.getAttribute(attribute) ?? '')
  return {
    values: open().elements.map(read),
    listMatchers: new Set(['size', 'any', 'each', 'unique', 'empty']),
    put: (values) => {
      const { document, elements } = open()
      if (elements.length === 0 && !make(document, { selector, attribute })) return undefined
      const last = elements.at(-1)
      for (const [index, element] of elements.entries()) {
        if (index < values.length) write(element, attribute, String(values[index]))
        else if (attribute === undefined) element.remove()
        else element.removeAttribute(attribute)
      }
      for (const value of values.slice(elements.length)) {
        if (last === undefined) break
        const [copy] = lazyModules.htmlParser().parse(last.outerHTML).children
        if (copy === undefined) break
        write(copy, attribute, String(value))
        last.insertAdjacentHTML('afterend', copy.outerHTML)
      }
      return { ...answer, body: { text: document.toString() }, sizeBytes: undefined }
    },
  }
}

function write(element: HTMLElement, attribute: string | undefined, value: string): void {
  if (attribute === undefined) element.textContent = value
  else element.setAttribute(attribute, value)
}

/** Adds an element that a simple selector (`div.error#main`) finds; false for any other selector. */
function make(document: HTMLElement, { selector, attribute }: { selector: string; attribute: string | undefined }): boolean {
  const last =
    selector
      .trim()
      .split(/[\s>]+/)
      .at(-1) ?? ''
  const [, tag = 'div', marks = ''] = /^([a-z][\w-]*)?((?:[.#][\w-]+)*)$/i.exec(last) ?? []
  const of = (sign: string) => [...marks.matchAll(new RegExp(`\\${sign}([\\w-]+)`, 'g'))].map(([, name]) => name).join(' ')
  const extra = attribute === undefined ? '' : ` ${attribute}="apitest"`
  const parent = document.querySelector('body') ?? document
  parent.insertAdjacentHTML('beforeend', `<${tag} class="${of('.')}" id="${of('#')}"${extra}>apitest</${tag}>`)
  return document.querySelectorAll(selector).length > 0
}
