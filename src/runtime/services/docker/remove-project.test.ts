import { expect, test } from 'vitest'
import { isNamedAfter } from './remove-project.ts'

test.each([
  ['apitest-1a-web-web', true],
  ['docker.io/library/apitest-1a-web-web:latest', true],
  ['localhost/apitest-1a-web-web:latest', true],
  ['registry.example.com/apitest-1a-web-web:latest', false],
  ['apitest-1a-website:latest', false],
  ['debian-python:local', false],
])('%s is of the project: %s', (image, own) => {
  expect(isNamedAfter('apitest-1a-web', image)).toBe(own)
})
