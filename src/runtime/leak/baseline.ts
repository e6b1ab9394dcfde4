import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Project } from '../project/define-project.ts'
import { formatBytes } from './format-leak.ts'
import type { LeakResult } from './leak-result.ts'
import type { LeakSettings } from './leak-settings.ts'

interface StoredResult {
  readonly bytesPerRequest: number
  readonly low: number
  readonly high: number
  readonly requests: number
  readonly metric: string
  readonly probe: string
}

/** What may differ from run to run. */
const MARGIN = 100

/**
 * Compares with the result of an earlier version: growth that is certainly larger than what was stored fails, whatever the verdict. The
 * first run writes the file, and so does `--update`.
 *
 * Comparing versions is faster and more exact than the trend alone (Matias, Andrzejak et al., SRDS 2014).
 */
export function compareBaseline(
  result: LeakResult,
  {
    key,
    project,
    settings,
    update,
  }: { /** Its name in the file. */ key: string; project: Project; settings: LeakSettings; update: boolean },
): LeakResult {
  const { baseline: file } = settings
  const { bytesPerRequest, low, high, metric, probe, requests } = result
  if (file === undefined || bytesPerRequest === undefined || low === undefined || high === undefined || metric === undefined) return result
  const path = resolve(fileURLToPath(project.folder), file)
  const stored = read(path)
  const before = stored[key]
  if (before === undefined || update) {
    const own: StoredResult = { bytesPerRequest, low, high, requests, metric, probe }
    writeFileSync(path, `${JSON.stringify({ ...stored, [key]: own }, null, 2)}\n`)
    return { ...result, baseline: { file, state: 'written', before: undefined } }
  }
  if (before.metric !== metric)
    return {
      ...result,
      baseline: { file, state: 'not comparable', before },
      notes: [...result.notes, `${file} is about ${before.metric}; \`--update\` stores this result instead`],
    }
  const worse = low > before.high + MARGIN
  if (!worse) return { ...result, baseline: { file, state: 'as before', before } }
  return {
    ...result,
    passed: false,
    baseline: { file, state: 'worse', before },
    reason: `${result.reason}; ${file} has ${formatBytes(before.bytesPerRequest)} for each request, so it got worse`,
  }
}

function read(path: string): Readonly<Record<string, StoredResult>> {
  if (!existsSync(path)) return {}
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, StoredResult>
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}; remove it and the next run writes it anew`, { cause: error })
  }
}
