const listeners = new Set<() => void>()
const dark = matchMedia('(prefers-color-scheme: dark)')
const root = document.documentElement
/** The same as in the report of a test run, so that the choice is made once. */
const key = 'apitest-theme'

/** The system's colours, until the reader chooses with the button. */
export function followTheme(button: HTMLElement): void {
  const chosen = stored()
  if (chosen === 'dark' || chosen === 'light') root.dataset.theme = chosen
  const label = () => {
    const other = isDark() ? 'light' : 'dark'
    button.textContent = isDark() ? 'Light' : 'Dark'
    button.setAttribute('aria-label', `Switch to ${other} colours`)
  }
  const change = () => {
    label()
    for (const listener of listeners) listener()
  }
  button.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    store(root.dataset.theme)
    change()
  })
  dark.addEventListener('change', change)
  label()
}

export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The value of a colour of the style, such as `--line`. */
export function colour(name: string): string {
  return getComputedStyle(root).getPropertyValue(name).trim()
}

function isDark(): boolean {
  return root.dataset.theme === undefined ? dark.matches : root.dataset.theme === 'dark'
}

function stored(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function store(value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // without storage the choice lasts as long as the page
  }
}
