import type { Faker } from '@faker-js/faker'
import { stringifyJson } from '../assertions/values/stringify-json.ts'
import type { Data } from './data.ts'
import { computed, eachTime } from './placeholder.ts'
import { currentRandom } from './random.ts'
import { requireLazily } from './require-lazily.ts'
import { toText } from './text.ts'

/** A random UUID (version 4); the seed of the run repeats it. */
export function uuid(): string {
  return eachTime(makeUuid)
}

function makeUuid(): string {
  const bytes = Array.from({ length: 16 }, () => Math.floor(currentRandom()() * 256))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Buffer.from(bytes).toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** The time now in UTC, such as `2026-01-31T12:00:00.000Z`. */
export function now(): string {
  return eachTime(() => new Date().toISOString())
}

/** The time now as whole seconds since 1970. */
export function timestamp(): number {
  return eachTime(() => Math.floor(Date.now() / 1000))
}

/** A random whole number between two, both included; the seed of the run repeats it. */
export function randomInt(lowest: number, highest: number): number {
  return eachTime(pickInteger, lowest, highest)
}

function pickInteger(lowest: number, highest: number): number {
  if (!Number.isSafeInteger(lowest) || !Number.isSafeInteger(highest)) {
    throw new RangeError(`randomInt needs two whole numbers, got ${String(lowest)} and ${String(highest)}`)
  }
  if (highest < lowest) throw new RangeError(`randomInt(${lowest}, ${highest}): the second number is below the first`)
  return lowest + Math.floor(currentRandom()() * (highest - lowest + 1))
}

/**
 * A made-up value by faker, named as in its documentation (https://fakerjs.dev/api/); the seed of the run repeats it.
 *
 * @example faker('person.firstName')
 * @example faker('string.alphanumeric', 12)
 */
export function faker(method: string, ...args: readonly unknown[]): Data {
  return eachTime(makeUp, method, ...args)
}

function makeUp(method: string, ...args: readonly unknown[]): Data {
  const [group = '', name = '', ...more] = method.split('.')
  const made = more.length === 0 ? findMethod(fakerInstance(), group, name)?.(...args) : undefined
  if (made === undefined) throw new Error(`faker has no \`${method}\`; its names are listed on https://fakerjs.dev/api/`)
  return made instanceof Date ? made.toISOString() : made
}

function findMethod(faker: Faker, group: string, name: string): ((...args: readonly unknown[]) => unknown) | undefined {
  const found: unknown = Object.hasOwn(faker, group) ? (faker as unknown as Readonly<Record<string, Data>>)[group]?.[name] : undefined
  if (typeof found !== 'function' || name === 'constructor' || name in Object.prototype) return undefined
  return (...args) => found.apply((faker as unknown as Readonly<Record<string, Data>>)[group], args)
}

let instance: Faker | undefined

/** English alone: the whole package costs six times the time and memory. */
function fakerInstance(): Faker {
  if (instance === undefined) {
    const english = requireLazily<{ faker: Faker & { fakerCore: { locale: unknown } } }>('@faker-js/faker/locale/en').faker
    const Own = english.constructor as new (options: { locale: unknown; randomizer: { next(): number; seed(): void } }) => Faker
    instance = new Own({ locale: english.fakerCore.locale, randomizer: { next: () => currentRandom()(), seed: () => undefined } })
  }
  return instance
}

/** Text or bytes in base64. */
export function base64(value: unknown): string {
  return computed(encodeBase64, value)
}

function encodeBase64(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  return Buffer.from(toText(value, () => 'given to base64')).toString('base64')
}

/** A value as JSON text. */
export function json(value: unknown): string {
  return computed(writeJson, value)
}

function writeJson(value: unknown): string {
  if (value instanceof Uint8Array) throw new TypeError(`json was given ${value.length} bytes, which JSON cannot hold; use base64(…)`)
  const text = stringifyJson(value)
  if (text === undefined) throw new TypeError('json was given a value that is not there (undefined)')
  return text
}

/** A text as the number that it spells, `NaN` where it spells none; numbers stay. */
export function number(value: unknown): number | bigint {
  if (typeof value === 'number' || typeof value === 'bigint') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

/** A value as text, also where it stands alone: the number 7 becomes `"7"`. */
export function string(value: unknown): string {
  return toText(value, () => 'given to string')
}

/** A value as part of a URL: everything but letters, digits and `-_.!~*'()` is encoded. */
export function urlEncode(value: unknown): string {
  return computed(encodeForUrl, value)
}

function encodeForUrl(value: unknown): string {
  return encodeURIComponent(toText(value, () => 'given to urlEncode'))
}
