import { command } from '../command-table.ts'
import type { OptionTable } from '../command-table.ts'
import { formatOption } from './shared.ts'

export const doctorOptions = {
  clean: { type: 'flag', description: 'remove what earlier runs left behind: services, their folders, the cache of compiled modules' },
  format: formatOption,
} as const satisfies OptionTable

export const doctorTable = command({
  name: 'doctor',
  summary: 'say what is missing on this machine, what for, and how to install it',
  options: doctorOptions,
  examples: [
    { command: 'apitest doctor', explanation: 'before the first run on a new machine' },
    { command: 'apitest doctor --clean', explanation: 'after a crash' },
  ],
  load: () => import('../commands/doctor.ts'),
})
