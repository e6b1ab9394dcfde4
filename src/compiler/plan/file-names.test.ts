import { expect, it } from 'vitest'
import { fileNames } from './file-names.ts'

it('makes safe file names that differ on every file system', () => {
  expect(fileNames(['Smoke Tests', 'smoke-tests', 'SMOKE tests!', 'smoke-tests-2'])).toEqual(['smoke-tests', 'smoke-tests-2', 'smoke-tests-3', 'smoke-tests-2-2'])
  expect(fileNames(['../../etc/passwd', 'a/b\\c', 'CON', 'ÄÖÜ straße', '日本', '', '-', 'x'.repeat(200)])).toEqual([
    'etc-passwd',
    'a-b-c',
    'con-suite',
    'aou-stra-e',
    'suite',
    'suite-2',
    'suite-3',
    'x'.repeat(60),
  ])
})
