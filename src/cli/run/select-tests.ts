import { nearestName } from '../../compiler/diagnostics/nearest-name.ts'
import type { IndexedTest, ProjectIndex } from '../../compiler/write/manifest.ts'
import { UsageError } from '../usage-error.ts'

/** What the command line asks for; every part narrows, absent parts do not. */
export interface Selection {
  /** `-t`: text or /regular expression/; a test is in when one of them matches. */
  readonly names: readonly string[]
  readonly tags: readonly string[]
  readonly notTags: readonly string[]
  /** Tests by `FILE:LINE` or file; a test is in when one of them names it. */
  readonly places: readonly SelectedPlace[] | undefined
  /** `--failed`: suite and name (with the row or case behind ` › `) of tests in the last results. */
  readonly failed: readonly { readonly suite: string; readonly name: string }[] | undefined
  /** `--shard`: of what the other parts leave, every `count`-th test, a table counting as one. */
  readonly shard: { readonly index: number; readonly count: number } | undefined
}

export interface SelectedPlace {
  /** A test by its place, or all tests of a file. */
  readonly test?: string
  readonly file?: string
  /** Only this row or case. */
  readonly row?: string
}

export interface SelectedTests {
  /** For vitest, over its full names (suite, test and row with spaces between); absent when every test is selected. */
  readonly pattern: RegExp | undefined
  /** Generated test files, relative to the output folder. */
  readonly files: readonly string[]
  /** Those that the selected tests need, in order of first use. */
  readonly services: readonly string[]
  /** How many tests, a table counting as one. */
  readonly count: number
  /** Those that a selection named, or may turn out to name. */
  readonly tests: readonly IndexedTest[]
  /** Nothing is left out. */
  readonly whole: boolean
  /** What to say when nothing ran: a name may still match no row, which is known only when the rows are. */
  readonly uncertain: UsageError | undefined
}

interface Choice {
  readonly suite: string
  readonly file: string
  readonly test: IndexedTest
  /** Sources of regular expressions over the full name of a row; `undefined`: every row. */
  readonly rows: readonly string[] | undefined
}

/** Finds the tests that are asked for; a selection that leaves nothing is a `UsageError` that says which part did it. */
export function selectTests(index: ProjectIndex, selection: Selection): SelectedTests {
  const all: Choice[] = index.suites.flatMap((suite) =>
    suite.tests.map((test) => ({ suite: suite.name, file: suite.file, test, rows: undefined })),
  )
  const byTag = choose(all, (choice) => selection.tags.length === 0 || choice.test.tags.some((tag) => selection.tags.includes(tag)))
  if (byTag.length === 0 && all.length > 0) throw noSuchTag(index, selection.tags)
  const withoutTags = choose(byTag, (choice) => !choice.test.tags.some((tag) => selection.notTags.includes(tag)))
  if (withoutTags.length === 0 && byTag.length > 0) throw new UsageError(`\`--not ${selection.notTags.join(',')}\` leaves no test`)
  const byPlace = selection.places === undefined ? withoutTags : withoutTags.flatMap((choice) => atPlaces(choice, selection.places!))
  if (byPlace.length === 0 && withoutTags.length > 0)
    throw new UsageError('No test stands at the places that were given, or the other options leave it out')
  const byFailure = selection.failed === undefined ? byPlace : byPlace.flatMap((choice) => amongFailed(choice, selection.failed!))
  if (byFailure.length === 0 && byPlace.length > 0)
    throw new UsageError('The tests that failed last time are gone, or the other options leave them out', 'Run without `--failed`')
  const byName = selection.names.length === 0 ? byFailure : byFailure.flatMap((choice) => named(choice, selection.names))
  if (byName.length === 0 && byFailure.length > 0) throw noSuchName(byFailure, selection.names)
  const { shard } = selection
  const byShard = shard === undefined ? byName : byName.filter((_, position) => position % shard.count === shard.index - 1)
  if (byShard.length === 0 && byName.length > 0) {
    throw new UsageError(
      `There ${byName.length === 1 ? 'is 1 test' : `are ${byName.length} tests`} to share, so \`--shard\` can have at most ${byName.length} parts`,
    )
  }
  const certain = byShard.some(({ rows }) => rows === undefined || !rows.some((row) => row.startsWith('(?=')))
  return {
    ...describeChoices(all, byShard, flagsOf(selection.names)),
    uncertain: certain ? undefined : noSuchName(byFailure, selection.names),
  }
}

function choose(choices: readonly Choice[], keep: (choice: Choice) => boolean): readonly Choice[] {
  return choices.every(keep) ? choices : choices.filter(keep)
}

function atPlaces(choice: Choice, places: readonly SelectedPlace[]): Choice[] {
  const matching = places.filter(
    (place) => place.test === choice.test.place || (place.file !== undefined && choice.test.place.startsWith(`${place.file}#`)),
  )
  if (matching.length === 0) return []
  if (matching.some((place) => place.row === undefined)) return [choice]
  return [{ ...choice, rows: matching.map((place) => escape(`${choice.suite} ${choice.test.name} ${place.row!}`)) }]
}

function amongFailed(choice: Choice, failed: NonNullable<Selection['failed']>): Choice[] {
  const ofTest = failed.filter(
    ({ suite, name }) =>
      suite === choice.suite && (name === choice.test.name || (choice.test.table && name.startsWith(`${choice.test.name} › `))),
  )
  if (ofTest.length === 0) return []
  if (!choice.test.table) return [choice]
  return [{ ...choice, rows: ofTest.map(({ name }) => escape(`${choice.suite} ${name.replace(' › ', ' ')}`)) }]
}

/** A name that matches the suite or the test takes all its rows; what matches neither may still match rows. */
function named(choice: Choice, names: readonly string[]): Choice[] {
  const sources = names.map(nameSource)
  const fullName = `${choice.suite} ${choice.test.name}`
  if (sources.some((source) => new RegExp(source, flagsOf(names)).test(fullName))) return [choice]
  if (!choice.test.table) return []
  const someName = `(?=.*(?:${sources.join('|')}))`
  return [{ ...choice, rows: (choice.rows ?? [`${escape(fullName)} .*`]).map((row) => `${someName}${row}`) }]
}

/** `/…/` is a regular expression; any other text is looked for as it is, in any letter case, ` › ` standing for a space. */
function nameSource(name: string): string {
  const written = regularExpression.exec(name)
  if (!written) return inAnyCase(name.replaceAll(/\s*[›>]\s*/g, ' ').trim())
  try {
    return new RegExp(written[1]!, `${written[2]!}u`).source
  } catch (error) {
    throw new UsageError(`\`${name}\` is not a regular expression: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const regularExpression = /^\/(.*)\/([a-z]*)$/s

/** One pattern serves all names, so `/…/i` holds for the whole of it. */
function flagsOf(names: readonly string[]): string {
  return names.some((name) => regularExpression.exec(name)?.[2]!.includes('i')) ? 'isu' : 'su'
}

function inAnyCase(text: string): string {
  const characters = [...text].map((character) => {
    const [lower, upper] = [character.toLowerCase(), character.toUpperCase()]
    return lower === upper || [...lower].length > 1 || [...upper].length > 1 ? escape(character) : `[${lower}${upper}]`
  })
  return characters.join('')
}

function describeChoices(all: readonly Choice[], chosen: readonly Choice[], flags: string): Omit<SelectedTests, 'uncertain'> {
  const sources = chosen.flatMap(({ suite, test, rows }) => rows ?? [escape(`${suite} ${test.name}`) + (test.table ? ' .*' : '')])
  const whole = chosen.length === all.length && chosen.every(({ rows }) => rows === undefined)
  const certain = chosen.filter(({ rows }) => rows === undefined || !rows.some((row) => row.startsWith('(?=')))
  return {
    // Vitest puts nothing before the name of a top-level suite.
    pattern: whole ? undefined : new RegExp(`^(?:${sources.join('|')})$`, flags),
    files: [...new Set(chosen.map(({ file }) => file))],
    services: [...new Set(certain.flatMap(({ test }) => test.services))],
    count: chosen.length,
    tests: chosen.map(({ test }) => test),
    whole,
  }
}

function noSuchTag(index: ProjectIndex, tags: readonly string[]): UsageError {
  const nearest = nearestName(tags[0]!, index.tags)
  const known = index.tags.length === 0 ? 'No test has tags' : `Known tags: ${index.tags.join(', ')}`
  return new UsageError(
    `No test has the tag ${tags.map((tag) => `\`${tag}\``).join(' or ')}`,
    nearest === undefined ? known : `Did you mean \`${nearest}\`? ${known}`,
  )
}

/** Names the tests that look most like what was asked for. */
function noSuchName(
  candidates: readonly { readonly suite: string; readonly test: { readonly name: string } }[],
  names: readonly string[],
): UsageError {
  const known = candidates.map(({ test }) => test.name)
  const nearest = nearestName(names[0]!, known) ?? closestByWords(names[0]!, known)
  const list = known.slice(0, 5).map((name) => `\`${name}\``)
  const more = known.length > 5 ? ` and ${known.length - 5} more` : ''
  return new UsageError(
    `No test's name contains ${names.map((name) => `\`${name}\``).join(' or ')}`,
    nearest === undefined ? `There are ${list.join(', ')}${more}` : `Did you mean \`${nearest}\`?`,
  )
}

function closestByWords(wanted: string, names: readonly string[]): string | undefined {
  const words = wanted
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => word.length > 2)
  const scored = names.map((name) => {
    const own = name.toLowerCase().split(/\W+/)
    return { name, score: words.filter((word) => own.includes(word) || nearestName(word, own) !== undefined).length }
  })
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a), { name: '', score: 0 })
  return best.score > 0 ? best.name : undefined
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
}
