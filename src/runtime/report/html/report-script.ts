/**
 * What the page does beyond HTML: filters, keys, the copy buttons, the theme, colours in JSON. The details of a test wait in a `noscript`
 * element, which a browser with scripts keeps as one text, so that thousands of tests cost nothing until they are opened.
 */
export const reportScript = `
(() => {
  'use strict'
  const root = document.documentElement
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector))
  const one = (selector, from) => (from || document).querySelector(selector)
  root.classList.add('js')

  // Theme: the system's, until the reader chooses.
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const stored = (value) => {
    try {
      if (value === undefined) return localStorage.getItem('apitest-theme')
      localStorage.setItem('apitest-theme', value)
    } catch {}
    return null
  }
  const button = one('.theme')
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : dark.matches)
  const label = () => { button.textContent = isDark() ? 'Light' : 'Dark'; button.setAttribute('aria-label', 'Switch to ' + (isDark() ? 'light' : 'dark') + ' colours') }
  if (stored() === 'dark' || stored() === 'light') root.dataset.theme = stored()
  button.addEventListener('click', () => { root.dataset.theme = isDark() ? 'light' : 'dark'; stored(root.dataset.theme); label() })
  dark.addEventListener('change', label)
  label()

  // Details are built when they are opened.
  const fill = (test) => {
    const waiting = one(':scope > noscript', test)
    if (!waiting) return
    const holder = document.createElement('div')
    holder.innerHTML = waiting.textContent
    waiting.replaceWith(...holder.childNodes)
    all('pre.json', test).forEach(paint)
  }
  const token = /("(?:[^"\\\\]|\\\\.)*")(\\s*:)?|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|\\b(?:true|false|null)\\b/g
  const paint = (pre) => {
    const text = pre.textContent
    if (text.length > 40000) return
    const parts = document.createDocumentFragment()
    let end = 0
    for (const match of text.matchAll(token)) {
      parts.append(text.slice(end, match.index))
      const span = document.createElement('span')
      span.className = match[1] ? (match[2] ? 'k' : 's') : 'n'
      span.textContent = match[1] || match[0]
      parts.append(span, match[2] || '')
      end = match.index + match[0].length
    }
    parts.append(text.slice(end))
    pre.replaceChildren(parts)
  }
  const tests = all('.test')
  document.addEventListener('toggle', (event) => { if (event.target.classList.contains('test') && event.target.open) fill(event.target) }, true)
  tests.forEach((test) => { if (test.open) fill(test) })
  all('pre.json').forEach((pre) => { if (!pre.firstElementChild) paint(pre) })

  // Filters.
  const search = one('.search'), tag = one('.tools select'), chips = all('.chip'), main = one('main')
  const texts = new WeakMap()
  const textOf = (test) => {
    if (!texts.has(test)) texts.set(test, (test.dataset.suite + ' ' + one('summary', test).textContent + ' ' + test.dataset.place).toLowerCase())
    return texts.get(test)
  }
  let state = ''
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean)
    const wanted = tag ? tag.value : ''
    let shown = 0
    for (const suite of all('.suite')) {
      let here = 0
      for (const test of all('.test', suite)) {
        const fits = (!state || test.dataset.state === state) && (!wanted || test.dataset.tags.split('\\n').includes(wanted)) && words.every((word) => textOf(test).includes(word))
        test.hidden = !fits
        if (fits) here++
      }
      suite.hidden = here === 0
      shown += here
    }
    main.classList.toggle('nomatch', shown === 0 && tests.length > 0)
    one('#shown').textContent = shown + ' of ' + tests.length + ' tests shown'
  }
  let waiting = 0
  const soon = () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(filter) }
  if (search) {
    search.addEventListener('input', soon)
    if (tag) tag.addEventListener('change', filter)
    for (const chip of chips) chip.addEventListener('click', () => {
      state = state === chip.dataset.state ? '' : chip.dataset.state
      for (const other of chips) other.setAttribute('aria-pressed', String(other.dataset.state === state))
      filter()
    })
    const tools = one('.tools')
    new IntersectionObserver(([entry]) => tools.classList.toggle('stuck', !entry.isIntersecting), { rootMargin: '-1px' }).observe(one('#top'))
  }

  // Copy buttons.
  document.addEventListener('click', async (event) => {
    const copy = event.target.closest && event.target.closest('.copy')
    if (!copy) return
    const text = one('pre', copy.closest('.command')).textContent
    try {
      await navigator.clipboard.writeText(text)
    } catch {
      const area = document.createElement('textarea')
      area.value = text
      document.body.append(area)
      area.select()
      document.execCommand('copy')
      area.remove()
    }
    copy.textContent = 'Copied'
    setTimeout(() => { copy.textContent = 'Copy' }, 1500)
  })

  // Keys: / searches, j and k walk, Escape leaves the search.
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const typing = /^(?:INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)
    if (event.key === 'Escape' && event.target === search) { search.value = ''; filter(); search.blur(); return }
    if (typing) return
    if (event.key === '/' && search) { event.preventDefault(); search.focus() }
    if (event.key === 'j' || event.key === 'k') {
      const visible = tests.filter((test) => !test.hidden)
      const current = visible.findIndex((test) => test.contains(document.activeElement))
      const next = visible[current < 0 ? 0 : current + (event.key === 'j' ? 1 : -1)]
      if (next) { const summary = one('summary', next); summary.focus(); summary.scrollIntoView({ block: 'nearest' }) }
    }
  })

  // A link to a test opens it.
  const follow = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1))
    if (target && target.classList.contains('test')) { target.open = true; fill(target); target.scrollIntoView() }
  }
  addEventListener('hashchange', follow)
  follow()
  addEventListener('beforeprint', () => { for (const test of tests) if (test.dataset.state === 'failed') { test.open = true; fill(test) } })
})()
`
