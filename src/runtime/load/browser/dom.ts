type Child = Node | string | number | false | undefined

type Attributes = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>

/** Makes an element. Text stays text: nothing on these pages is ever parsed as markup. Functions listen: `{ click: … }`. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(key, value)
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(
    ...children
      .filter((child) => child !== false && child !== undefined)
      .map((child) => (typeof child === 'number' ? String(child) : child)),
  )
  return element
}

/** Writes only what differs: a page that is not touched costs nothing to draw. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text
}

export function one<Wanted extends Element = HTMLElement>(selector: string, from: ParentNode = document): Wanted {
  const element = from.querySelector<Wanted>(selector)
  if (element === null) throw new Error(`The page has no ${selector}`)
  return element
}

export function all<Wanted extends Element = HTMLElement>(selector: string, from: ParentNode = document): Wanted[] {
  return [...from.querySelectorAll<Wanted>(selector)]
}
