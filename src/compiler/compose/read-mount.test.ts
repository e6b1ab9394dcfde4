import { expect, it } from 'vitest'
import { readMount } from './read-mount.ts'

it.each([
  ['/data', { target: '/data', type: 'volume' }],
  ['./m:/model/:ro,z', { type: 'bind', source: './m', target: '/model', readOnly: true, selinux: 'z' }],
  ['~/m:/model:rw', { type: 'bind', source: '~/m', readOnly: false }],
  ['cache:/cache', { type: 'volume', source: 'cache' }],
  ['${DATA:-/srv:x}:/data:ro', { type: undefined, source: '${DATA:-/srv:x}', target: '/data', readOnly: true }],
  [{ type: 'bind', source: '/a', target: '/b', bind: { selinux: 'Z' } }, { type: 'bind', target: '/b', selinux: 'Z', readOnly: false }],
  [{ type: 'tmpfs', target: '/tmp/' }, { type: 'tmpfs', target: '/tmp', source: undefined }],
])('%j is a mount', (entry, mount) => {
  expect(readMount(entry)).toMatchObject(mount)
})

it.each([[''], [{}], [null], [7]])('%j names no target', (entry) => {
  expect(readMount(entry)).toBeUndefined()
})
