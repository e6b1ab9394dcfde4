import { expect, test } from 'vitest'
import { explainEngine, explainUp } from './explain-docker.ts'

test.each([
  ['Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /x/y', 'it mounts `/x/y`, which does not exist'],
  ['error while interpolating services.web.image: required variable TAG is missing a value: set TAG', 'its compose file needs the variable `TAG` (set TAG)'],
  ['failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1', /its image cannot be built: process/],
  ['Error response from daemon: pull access denied for nothing, repository does not exist', 'an image cannot be pulled: pull access denied for nothing'],
  ['Error response from daemon: Get "https://registry.invalid/v2/": dial tcp: lookup registry.invalid: no such host', /an image cannot be pulled: Get/],
  ['yaml: unmarshal errors:\n  line 9: mapping key "image" already defined at line 3', /not valid: yaml: unmarshal errors: line 9: mapping key "image"/],
  ['service "web" has neither an image nor a build context specified: invalid compose project', /not valid: service "web" has neither/],
  ['dependency failed to start: container p-db-1 is unhealthy', 'a service that it needs did not start: container p-db-1 is unhealthy'],
  [' > [web internal] booting buildkit:\nError response from daemon: no such image: docker.io/moby/buildkit:buildx-stable-1: image not known', 'its image cannot be built: BuildKit does not start on this engine'],
  ['some words\nthat nobody knows\n', 'that nobody knows'],
  ['', 'docker compose failed without a word'],
])('%j is explained', (text, message) => {
  const told = explainUp(text)
  if (typeof message === 'string') expect(told.message).toBe(message)
  else expect(told.message).toMatch(message)
  expect(told.hint).not.toBe('')
})

test.each([
  [{ missing: true }, /not on the PATH/],
  [{ code: 1, stderr: 'permission denied while trying to connect to the Docker daemon socket' }, /may not be used/],
  [{ code: 1, stderr: 'Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?' }, /no docker engine answers at unix/],
  [{ code: undefined }, /did not answer/],
  [{ code: 125, stderr: 'Error: template: info:1:2: executing "info" at <.Name>: can\'t evaluate field Name in type *define.Info' }, /podman under another name/],
  [{ code: 1, stderr: 'something else' }, /does not work here: something else/],
])('an engine that fails with %j is explained', (result, message) => {
  expect(explainEngine({ stdout: '', stderr: '', missing: false, code: 1, ...result }, 'unix:///x').message).toMatch(message)
})
