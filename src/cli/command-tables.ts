import type { CommandTable } from './command-table.ts'
import { compareTable } from './tables/compare.ts'
import { compileTable } from './tables/compile.ts'
import { completionTable } from './tables/completion.ts'
import { doctorTable } from './tables/doctor.ts'
import { ejectTable } from './tables/eject.ts'
import { exportTable } from './tables/export.ts'
import { helpTable } from './tables/help.ts'
import { importTable } from './tables/import.ts'
import { initTable } from './tables/init.ts'
import { leakTable } from './tables/leak.ts'
import { loadTable } from './tables/load.ts'
import { lspTable } from './tables/lsp.ts'
import { reportTable } from './tables/report.ts'
import { runTable } from './tables/run.ts'
import { schemaTable } from './tables/schema.ts'
import { selfcheckTable } from './tables/selfcheck.ts'
import { validateTable } from './tables/validate.ts'

/** Every command, in the order of the help text. */
export const commandTables: readonly CommandTable[] = [
  initTable,
  validateTable,
  compileTable,
  runTable,
  leakTable,
  loadTable,
  selfcheckTable,
  importTable,
  exportTable,
  reportTable,
  compareTable,
  doctorTable,
  ejectTable,
  schemaTable,
  lspTable,
  completionTable,
  helpTable,
]
