import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { ControlGroup } from './control-group.ts'

/** A machine as its files tell it; the group is that of process 7. */
function machine(files: Readonly<Record<string, string>>): ControlGroup | undefined {
  const root = mkdtempSync(join(tmpdir(), 'apitest-groups-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return ControlGroup.of(7, { proc: join(root, 'proc'), groups: join(root, 'cgroup') })
}

// As Docker leaves them with systemd and version 2 (Linux documentation, cgroup-v2.rst).
const scope = 'system.slice/docker-4f1c.scope'
const second = {
  'proc/7/cgroup': `0::/${scope}\n`,
  [`cgroup/${scope}/memory.stat`]: 'anon 73400320\nfile 12582912\nkernel 2097152\nsock 0\nshmem 4194304\nfile_mapped 8192\nanon_thp 0\ninactive_file 8388608\n',
  [`cgroup/${scope}/memory.max`]: 'max\n',
  [`cgroup/${scope}/memory.events`]: 'low 0\nhigh 0\nmax 41\noom 2\noom_kill 1\noom_group_kill 0\n',
  'cgroup/system.slice/memory.max': '268435456\n',
}

test('version 2: memory without files, files in memory, and kills', () => {
  const group = machine(second)!
  expect(group.read()).toEqual({ anon: 73_400_320, sharedFiles: 4_194_304 })
  expect(group.kills()).toBe(1)
})

test('version 2: the limit of a group around it counts', () => {
  expect(machine(second)!.limit()).toBe(268_435_456)
  expect(machine({ ...second, [`cgroup/${scope}/memory.max`]: '134217728\n' })!.limit()).toBe(134_217_728)
  expect(machine({ ...second, 'cgroup/system.slice/memory.max': 'max\n' })!.limit()).toBeUndefined()
})

// As Docker leaves them on a machine with version 1, beside a second hierarchy without controllers.
const folder = 'cgroup/memory/docker/e888'
const first = {
  'proc/7/cgroup': '9:name=systemd:/\n8:pids:/docker/e888\n4:memory:/docker/e888\n1:cpu:/\n0::/\n',
  [`${folder}/memory.stat`]: 'cache 12288\nrss 94208\nshmem 0\nhierarchical_memory_limit 67108864\ntotal_cache 12288\ntotal_rss 188416\ntotal_shmem 4096\n',
  [`${folder}/memory.limit_in_bytes`]: '67108864\n',
  [`${folder}/memory.oom_control`]: 'oom_kill_disable 0\nunder_oom 0\noom_kill 3\n',
  'cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
}

test('version 1: groups inside of it count too', () => {
  const group = machine(first)!
  expect(group.read()).toEqual({ anon: 188_416, sharedFiles: 4096 })
  expect(group.limit()).toBe(67_108_864)
  expect(group.kills()).toBe(3)
})

test('no limit is no limit in version 1 as well', () => {
  expect(machine({ ...first, [`${folder}/memory.limit_in_bytes`]: '9223372036854771712\n' })!.limit()).toBeUndefined()
})

test('a group that cannot be seen from here', () => {
  expect(machine({ 'proc/7/cgroup': '0::/../../elsewhere\n' })).toBeUndefined()
  expect(machine({})).toBeUndefined()
})
