import { all, one, setText } from '../dom.ts'
import type { LiveStore } from './live-store.ts'
import { post } from './post.ts'

/** Start form, stop, reset, and what can be changed while the run lasts. */
export function showControls(store: LiveStore): void {
  let wantsNewRun = false
  const [controls, startCard, ended] = [one('#controls'), one('#start'), one('#ended')]
  const change = one<HTMLFormElement>('#change')
  const startForm = one<HTMLFormElement>('#start-form')

  const draw = () => {
    const { state, end, thresholds } = store.picture
    const isOver = state === 'stopped'
    one('#again').hidden = !store.picture.startsAgain
    controls.hidden = state !== 'running' && state !== 'starting'
    startCard.hidden = !(state === 'ready' || (isOver && wantsNewRun))
    ended.hidden = !isOver || wantsNewRun
    const broken = thresholds.filter(({ held }) => !held)
    ended.classList.toggle('bad', broken.length > 0)
    ended.classList.toggle('good', broken.length === 0 && thresholds.length > 0 && end?.reason === 'finished')
    const all = `${thresholds.length} ${thresholds.length === 1 ? 'threshold' : 'thresholds'}`
    const verdict =
      broken.length > 0
        ? `: ${broken.length} of ${all} broken`
        : thresholds.length > 0
          ? `: ${thresholds.length === 1 ? 'the threshold holds' : `all ${all} hold`}`
          : ''
    setText(one('#ended-title'), `${endTitle(end?.reason)}${verdict}`)
    setText(
      one('#ended-text'),
      [end?.detail, ...broken.map(({ key, expected, actual }) => `${key} was ${actual || 'not measured'}, expected ${expected}.`)]
        .filter((text) => text !== undefined)
        .join(' '),
    )
  }
  const fill = () => {
    const { settings, model, targets } = store.picture
    wantsNewRun = false
    const open = model === 'open'
    one('#start-users').hidden = open
    one('#start-spawn').hidden = open
    one('#start-rate').hidden = !open
    setText(one('#change-label'), open ? 'Rate per second' : 'Users')
    const field = one<HTMLInputElement>('[name=value]', change)
    field.min = '0'
    field.max = '1000000'
    field.step = open ? 'any' : '1'
    field.value = String((open ? settings.rate : settings.users) ?? '')
    for (const name of ['users', 'spawnRate', 'rate', 'host'] as const)
      one<HTMLInputElement>(`[name=${name}]`, startForm).value = String(
        settings[name] ?? (name === 'host' ? (Object.values(targets)[0] ?? '') : ''),
      )
  }

  store.listen((news) => {
    if (news === 'picture') fill()
    if (news !== 'log' && news !== 'change') draw()
  })
  change.addEventListener('submit', (event) => {
    event.preventDefault()
    const value = one<HTMLInputElement>('[name=value]', change).valueAsNumber
    void post(store.picture.model === 'open' ? 'rate' : 'users', { [store.picture.model === 'open' ? 'rate' : 'users']: value })
  })
  one<HTMLFormElement>('#mark').addEventListener('submit', (event) => {
    event.preventDefault()
    const field = one<HTMLInputElement>('[name=text]', one('#mark'))
    void post('marker', { text: field.value }).then((done) => {
      if (done) field.value = ''
    })
  })
  one('#stop').addEventListener('click', () => void post('stop'))
  one('#reset').addEventListener('click', () => void post('reset'))
  one('#again').addEventListener('click', () => {
    wantsNewRun = true
    draw()
    one<HTMLInputElement>('#start-form input:not([hidden])').focus()
  })
  startForm.addEventListener('submit', (event) => {
    event.preventDefault()
    const values: Record<string, number | string> = {}
    for (const field of all<HTMLInputElement>('input', startForm))
      if (field.value !== '' && field.offsetParent !== null && field.value !== initialHost(store, field.name))
        values[field.name] = field.type === 'number' ? field.valueAsNumber : field.value
    void post('start', values)
  })
}

/** A host that nobody changed is left to the profile, which may have several services. */
function initialHost(store: LiveStore, name: string): string | undefined {
  return name === 'host' ? (store.picture.settings.host ?? Object.values(store.picture.targets)[0]) : undefined
}

function endTitle(reason: string | undefined): string {
  const titles: Readonly<Record<string, string>> = {
    finished: 'The run has finished',
    stopped: 'The run was stopped',
    interrupted: 'The run was interrupted',
    threshold: 'A threshold ended the run',
    failed: 'The run failed',
  }
  return titles[reason ?? 'stopped'] ?? 'The run has ended'
}
