import { execFile } from 'node:child_process'
import type { GpuSample } from '../leak-trace.ts'

const MIB = 1024 * 1024

export type GpuSource = 'process' | 'device'

export type GpuReading =
  /** By process, or by device where processes of this service could not be told apart. */
  | { readonly kind: 'read'; readonly samples: readonly GpuSample[]; readonly by: GpuSource }
  | { readonly kind: 'missing'; readonly why: string }

/**
 * GPU memory of the processes of a service, by nvidia-smi. Inside a container the driver tells no processes, or those of the host, and
 * parts of a device (MIG) tell `[N/A]`: then the device as a whole is told, other users of it included.
 */
export async function readGpu(pids: ReadonlySet<number>): Promise<GpuReading> {
  const processes = await query('compute-apps', 'gpu_uuid,pid,used_gpu_memory')
  if (processes === undefined) return { kind: 'missing', why: 'nvidia-smi does not run here' }
  const own = parseProcesses(processes).filter(({ pid }) => pid !== undefined && pids.has(pid))
  if (own.length > 0) return { kind: 'read', samples: own, by: 'process' }
  const devices = parseDevices((await query('gpu', 'uuid,memory.used')) ?? '')
  return devices.length === 0
    ? { kind: 'missing', why: 'nvidia-smi tells no memory of any device' }
    : { kind: 'read', samples: devices, by: 'device' }
}

/** `GPU-uuid, pid, MiB`; a process on two parts of a device has two lines, which are added, and what is `[N/A]` is not known. */
function parseProcesses(text: string): GpuSample[] {
  const found = new Map<string, GpuSample>()
  for (const [device = '', pid = '', used = ''] of rows(text)) {
    const memory = Number(used) * MIB
    if (used === '' || pid === '' || Number.isNaN(memory) || Number.isNaN(Number(pid))) continue
    const key = `${device} ${pid}`
    found.set(key, { device, pid: Number(pid), memory: memory + (found.get(key)?.memory ?? 0) })
  }
  return [...found.values()]
}

function parseDevices(text: string): GpuSample[] {
  return rows(text).flatMap(([device = '', used = '']) => {
    const memory = Number(used)
    return used === '' || Number.isNaN(memory) ? [] : [{ device, pid: undefined, memory: memory * MIB }]
  })
}

function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((cell) => cell.trim()))
}

function query(what: 'compute-apps' | 'gpu', fields: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('nvidia-smi', [`--query-${what}=${fields}`, '--format=csv,noheader,nounits'], { timeout: 5000 }, (error, stdout) =>
      resolve(error === null ? stdout : undefined),
    )
  })
}
