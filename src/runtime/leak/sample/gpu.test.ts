import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { readGpu } from './gpu.ts'

const MIB = 1024 ** 2

/** An nvidia-smi that prints what was recorded, for its processes and for its devices. */
function nvidiaSmi({ processes, devices }: { processes: string; devices: string }): void {
  const folder = mkdtempSync(join(tmpdir(), 'apitest-nvidia-'))
  const file = join(folder, 'nvidia-smi')
  writeFileSync(file, `#!/bin/sh\ncase "$1" in --query-compute-apps=*) printf '${processes}';; *) printf '${devices}';; esac\n`)
  chmodSync(file, 0o755)
  vi.stubEnv('PATH', `${folder}:${process.env['PATH']}`)
  onTestFinished(() => {
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })
}

const windows = process.platform === 'win32'

test.skipIf(windows)('processes of the service on two devices', async () => {
  nvidiaSmi({ processes: 'GPU-1, 41, 512\\nGPU-2, 41, 100\\nGPU-1, 99, 4000\\n', devices: '' })
  expect(await readGpu(new Set([41, 42]))).toEqual({
    kind: 'read',
    by: 'process',
    samples: [
      { device: 'GPU-1', pid: 41, memory: 512 * MIB },
      { device: 'GPU-2', pid: 41, memory: 100 * MIB },
    ],
  })
})

test.skipIf(windows)('a process on two parts of one device (MIG) has two lines', async () => {
  nvidiaSmi({ processes: 'GPU-1, 41, 512\\nGPU-1, 41, 128\\n', devices: 'GPU-1, [N/A]\\n' })
  expect(await readGpu(new Set([41]))).toMatchObject({ by: 'process', samples: [{ device: 'GPU-1', pid: 41, memory: 640 * MIB }] })
})

test.skipIf(windows)('inside a container the driver names strangers, so the device is told as a whole', async () => {
  nvidiaSmi({ processes: 'GPU-1, 30417, 512\\n', devices: 'GPU-1, 1024\\n' })
  expect(await readGpu(new Set([7]))).toEqual({ kind: 'read', by: 'device', samples: [{ device: 'GPU-1', pid: undefined, memory: 1024 * MIB }] })
})

test.skipIf(windows).each([
  ['[N/A]', 'GPU-1, 41, [N/A]\\n'],
  ['[Insufficient Permissions]', 'GPU-1, [Insufficient Permissions], [Insufficient Permissions]\\n'],
  ['no process', ''],
])('%s is not known, and not nothing', async (_, processes) => {
  nvidiaSmi({ processes, devices: 'GPU-1, [N/A]\\n' })
  expect(await readGpu(new Set([41]))).toEqual({ kind: 'missing', why: 'nvidia-smi tells no memory of any device' })
})

test('a machine without the driver', async () => {
  vi.stubEnv('PATH', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(await readGpu(new Set([41]))).toEqual({ kind: 'missing', why: 'nvidia-smi does not run here' })
})
