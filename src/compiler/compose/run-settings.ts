import type { ComposeEntry, ComposeNode } from '../plan/plan.ts'
import { list, map, scalar } from './compose-nodes.ts'

/** By this label the run, its guard and `apitest doctor --clean` find what belongs to it. */
const sessionLabel = 'dev.apitest.session'
const sessionValue = '${APITEST_SESSION:-manual}'

/** Where docker is on another machine, loopback would be that machine's own. */
const bindAddress = '${APITEST_BIND:-127.0.0.1}'

export function publishedPort(port: string | number): ComposeNode {
  return map([
    ['target', scalar(port)],
    ['host_ip', scalar(bindAddress)],
    ['protocol', scalar('tcp')],
  ])
}

export function sessionLabels(others: readonly ComposeEntry[] = []): ComposeNode {
  return map([...others, [sessionLabel, scalar(sessionValue)]])
}

/** The label as an item of a list, for labels that are written as one. */
export const sessionItem = scalar(`${sessionLabel}=${sessionValue}`)

/** Top-level sections, so that networks and volumes carry the label too. */
export function labelled(names: readonly string[], entriesOf: (name: string) => readonly (readonly [string, ComposeNode])[]): ComposeNode {
  return map(names.map((name) => [name, map([...entriesOf(name), ['labels', sessionLabels()]])]))
}

export const published = (port: string | number): ComposeNode => list([publishedPort(port)])
