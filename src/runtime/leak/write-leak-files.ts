import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { redact } from '../values/secrets.ts'
import { leakCsv } from './draw/leak-csv.ts'
import { leakJunit } from './draw/leak-junit.ts'
import { leakPage } from './draw/leak-page.ts'
import { leakSvg } from './draw/leak-svg.ts'
import type { LeakOutcome } from './leak-outcome.ts'

/** Writes what a window leaves behind, what it says about further services in folders of their own; returns where its page lies, or undefined where there was nothing to draw. */
export function writeLeakFiles({ result, trace, judgement, others }: LeakOutcome, folder: string): { readonly page: string | undefined } {
  for (const other of others) writeLeakFiles(other, join(folder, other.result.service))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'result.json'), redact(JSON.stringify(result, null, 2)))
  writeFileSync(join(folder, 'junit.xml'), redact(leakJunit([result])))
  if (trace === undefined) return { page: undefined }
  writeFileSync(join(folder, 'samples.csv'), leakCsv(trace))
  writeFileSync(join(folder, 'samples.json'), JSON.stringify({ ...trace, processes: [...trace.processes.values()] }))
  if (judgement === undefined || trace.samples.length === 0) return { page: undefined }
  const source = { result, trace, judgement }
  writeFileSync(join(folder, 'leak.svg'), redact(leakSvg(source)))
  writeFileSync(join(folder, 'leak.html'), redact(leakPage(source)))
  return { page: join(folder, 'leak.html') }
}
