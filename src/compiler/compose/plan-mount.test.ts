import { describe, expect, it } from 'vitest'
import type { ComposeEntry, ComposeNode } from '../plan/plan.ts'
import { map, scalar } from './compose-nodes.ts'
import { planMount } from './plan-mount.ts'

const readOnly = { target: '/model', type: 'bind', source: './m', readOnly: true, selinux: 'z' }
const entry = (key: string, value: ComposeNode): ComposeEntry => ({ key, value })
const longForm = (...more: readonly ComposeEntry[]) =>
  map([entry('type', scalar('bind')), entry('source', scalar('./other')), entry('target', scalar('/model')), ...more])
const keyOf = (node: ComposeNode, key: string) => (node.kind === 'map' ? node.entries.find((one) => one.key === key)?.value : undefined)

describe('a mount in the place of one that may not be written to', () => {
  it('may not be written to either, where it says nothing about that', () => {
    expect(keyOf(planMount(longForm(), [readOnly]), 'read_only')).toEqual(scalar(true))
    expect(keyOf(planMount(scalar('./other:/model'), [readOnly]), 'read_only')).toEqual(scalar(true))
  })

  it('may be written to where it says so', () => {
    expect(keyOf(planMount(longForm(entry('read_only', scalar(false))), [readOnly]), 'read_only')).toBeUndefined()
    expect(keyOf(planMount(scalar('./other:/model:rw'), [readOnly]), 'read_only')).toBeUndefined()
  })

  it('keeps its label, unless it says another', () => {
    expect(keyOf(keyOf(planMount(longForm(), [readOnly]), 'bind')!, 'selinux')).toEqual(scalar('z'))
    const relabelled = longForm(entry('bind', map([entry('selinux', scalar('Z'))])))
    expect(keyOf(keyOf(planMount(relabelled, [readOnly]), 'bind')!, 'selinux')).toEqual(scalar('Z'))
  })
})

it('an entry without a target stays as it is written', () => {
  const node = map([entry('type', scalar('tmpfs'))])
  expect(planMount(node, [])).toBe(node)
})
