import { createMarkupTag } from '../markup.ts'

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** HTML in which every inserted string is escaped, for elements and for quoted attributes. */
// oxlint-disable-next-line no-control-regex -- HTML forbids these characters
export const html = createMarkupTag((text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd').replace(/[&<>"']/g, (character) => entities[character] ?? character))

/** A style or script of our own, which HTML takes as it is. */
export function rawElement(name: 'style' | 'script', text: string) {
  if (text.includes(`</${name}`)) throw new Error(`A ${name} must not hold its own end tag`)
  return createMarkupTag(() => text)`${name === 'style' ? openStyle : openScript}${text}${name === 'style' ? closeStyle : closeScript}`
}

const verbatim = createMarkupTag((text) => text)
const [openStyle, closeStyle, openScript, closeScript] = [verbatim`<style>`, verbatim`</style>`, verbatim`<script>`, verbatim`</script>`]
