import { expect, it } from 'vitest'
import { sampleExchange, sampleFailure } from '../report/sample-run.testing.ts'
import { ExpectationError } from './expectation-error.ts'

const create = (
  failures: ConstructorParameters<typeof ExpectationError>[0]['failures'],
  compared?: { expected: unknown; actual: unknown },
) => new ExpectationError({ failures, exchange: sampleExchange(), folder: '/project', ...(compared && { compared }) })

it('has the line of the YAML as its first frame and code as the second', () => {
  const frames = create([sampleFailure()])
    .stack?.split('\n')
    .filter((line) => line.startsWith('    at '))
  expect(frames?.[0]).toBe('    at spec (/project/apitest.yaml:14:15)')
  expect(frames?.[1]).toContain('expectation-error.test.ts')
})

function send(): ExpectationError {
  return new ExpectationError({ failures: [sampleFailure()], exchange: undefined, folder: '/project', below: send })
}

it('starts its stack at the caller of a given function', () => {
  expect(send().stack).not.toContain('at send')
})

it('is not confused by frames in the message', () => {
  const frames = create([sampleFailure({ log: ['    at spec (/elsewhere:1:1)', '    at x (y.js:1:1)'] })])
    .stack?.split('\n')
    .filter((line) => line.startsWith('    at '))
  expect(frames?.[0]).toBe('    at spec (/project/apitest.yaml:14:15)')
})

it('carries what was compared when one thing failed', () => {
  expect(create([sampleFailure()], { expected: 200, actual: 500 })).toMatchObject({ name: 'ExpectationError', expected: 200, actual: 500 })
  expect(create([sampleFailure(), sampleFailure()], { expected: 200, actual: 500 })).not.toHaveProperty('expected')
  expect(create([sampleFailure()])).not.toHaveProperty('actual')
})

it('keeps every failure', () => {
  const failures = [sampleFailure(), sampleFailure({ message: 'another' })] as const
  const error = create([...failures])
  expect(error.failures).toEqual(failures)
  expect(error.message).toContain('another')
  expect(error).toBeInstanceOf(Error)
})

it('works without a place', () => {
  expect(create([sampleFailure({ place: undefined, frame: undefined })]).message).toMatch(/^status: expected 200, got 500\n\nPOST/)
})
