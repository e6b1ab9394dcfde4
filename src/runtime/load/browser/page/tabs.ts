import { all, one } from '../dom.ts'

/** Tabs as readers of screens and keyboards expect them; the one that is open is part of the address, so that a reload keeps it. */
export function showTabs(onOpen: (id: string) => void): { open: (id: string) => void; isOpen: (id: string) => boolean } {
  const tabs = all<HTMLButtonElement>('[role=tab]')
  const open = (id: string) => {
    for (const tab of tabs) {
      const isWanted = idOf(tab) === id
      tab.setAttribute('aria-selected', String(isWanted))
      tab.tabIndex = isWanted ? 0 : -1
      one(`#${idOf(tab)}`).hidden = !isWanted
      if (isWanted) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    }
    history.replaceState(null, '', `#${id}`)
    onOpen(id)
  }
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener('click', () => open(idOf(tab)))
    tab.addEventListener('keydown', ({ key }) => {
      const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[key]
      const wanted = next === undefined ? undefined : tabs.at(next % tabs.length)
      if (wanted === undefined) return
      wanted.focus()
      open(idOf(wanted))
    })
  }
  document.addEventListener('keydown', (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event
    if (ctrlKey || metaKey || altKey || (target instanceof HTMLElement && /^(?:INPUT|SELECT|TEXTAREA)$/.test(target.tagName))) return
    const tab = /^[1-9]$/.test(key) ? tabs[Number(key) - 1] : undefined
    if (tab !== undefined) open(idOf(tab))
    if (key === '/') {
      event.preventDefault()
      open('statistics')
      one<HTMLInputElement>('#statistics .search').focus()
    }
  })
  return { open, isOpen: (id) => one(`#tab-${id}`).getAttribute('aria-selected') === 'true' }
}

function idOf(tab: HTMLElement): string {
  return tab.getAttribute('aria-controls') ?? ''
}
