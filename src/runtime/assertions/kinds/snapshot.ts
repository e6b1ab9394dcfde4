import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { redact } from '../../values/secrets.ts'
import { renderSnapshot } from '../snapshots/render-snapshot.ts'
import { snapshotPath } from '../snapshots/snapshot-path.ts'
import type { CheckResult } from '../types.ts'
import { deepEqual, isMap } from '../values/deep-equal.ts'
import { findDifferences, renderDifferences } from '../values/json-difference.ts'
import { parseJson } from '../values/parse-json.ts'
import { diffLines } from '../values/text-difference.ts'
import type { ExpectKind, KindCall } from './expect-kind.ts'
import { result } from './expect-kind.ts'

/**
 * The body as it was when the snapshot was written: `true`, or a map with a `name` of its own and the JSONPaths to `ignore`, of which
 * only the type is compared. Snapshots are files under `__snapshots__`, to be committed. A missing one is written, except in CI, where it
 * fails; `--update` rewrites those that differ.
 */
export const snapshot: ExpectKind = async (call) => {
  const { context, response } = call
  const { name, ignore } = readSettings(call.expected)
  const mode = context.snapshot?.mode ?? modeFromEnvironment()
  const current = renderSnapshot(response, ignore)
  const file = snapshotPath({ name, target: context.snapshot, extension: current.extension })
  const text = `body is as in ${file}`
  const path = join(context.folder, file)
  const received = redact(current.text)
  const committed = await readFile(path, 'utf8').catch(() => undefined)
  if (committed !== undefined && isSame(committed, received, current.extension)) return [result(call, { held: true, text })]
  if (committed === undefined && mode === 'compare') {
    return [
      result(call, {
        held: false,
        text,
        message: `snapshot: ${file} does not exist`,
        hint: 'Run the test once outside CI and commit the file',
      }),
    ]
  }
  if (committed !== undefined && mode !== 'update') return [differing(call, { text, file, committed, received })]
  if (!call.heldSoFar)
    return [result(call, { held: false, text, message: `snapshot: ${file} was not written, because other expectations failed` })]
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, received)
  return [result(call, { held: true, text: `${text}, which was ${committed === undefined ? 'written' : 'updated'}` })]
}

function differing(
  call: KindCall,
  { text, file, committed, received }: { text: string; file: string; committed: string; received: string },
): CheckResult {
  const hint = 'If the answer is right, run again with `--update` and commit the file'
  const [expected, actual] = file.endsWith('.json') ? [readJson(committed), readJson(received)] : []
  const differences = expected === undefined ? [] : findDifferences(expected, actual)
  const diff = differences.length > 0 ? renderDifferences(differences) : diffLines(committed, received)
  return result(call, {
    held: false,
    text,
    message: `snapshot: body differs from ${file}`,
    expected: committed,
    actual: received,
    diff,
    hint,
  })
}

/** Snapshots of JSON are compared as data: editing their layout changes nothing. */
function isSame(committed: string, received: string, extension: string): boolean {
  if (committed.replaceAll('\r\n', '\n') === received.replaceAll('\r\n', '\n')) return true
  return extension === 'json' && deepEqual(readJson(committed), readJson(received))
}

function readJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

function readSettings(expected: unknown): { name: string | undefined; ignore: readonly string[] } {
  if (expected === true) return { name: undefined, ignore: [] }
  if (typeof expected === 'string') return { name: expected, ignore: [] }
  if (!isMap(expected)) throw new Error('`expect: snapshot` is true, a name, or a map with `name` and `ignore`')
  const unknown = Object.keys(expected).find((key) => key !== 'name' && key !== 'ignore')
  if (unknown !== undefined) throw new Error(`Unknown key \`${unknown}\` in \`snapshot\`; it has \`name\` and \`ignore\``)
  const { name, ignore } = expected
  return { name: typeof name === 'string' ? name : undefined, ignore: Array.isArray(ignore) ? ignore.map(String) : [] }
}

function modeFromEnvironment(): 'write missing' | 'compare' | 'update' {
  if (process.env['APITEST_UPDATE'] === '1') return 'update'
  const ci = process.env['CI']
  return ci === undefined || ci === '' || ci === 'false' || ci === '0' ? 'write missing' : 'compare'
}
