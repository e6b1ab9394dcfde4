import { expect, it } from 'vitest'
import { findMistakes } from '../../../test/support/resolve-spec.ts'

const file = `
x-common: &common { restart: always }
services:
  web:
    <<: *common
    image: web:1
    depends_on: { db: { condition: service_started } }
    expose: [9000]
    ports: ["5000", "127.0.0.1:8080:80/tcp", { target: 7000, published: 1 }]
    volumes: ["\${DATA:-/srv/a:b}:/data:ro", "cache:/cache/"]
  db: { image: pg:1 }
  shared: { image: x, network_mode: "service:db" }
`
const spec = (compose: string) => `version: 1
services: { web: { compose: { file: c.yml, ${compose} } } }
tests: { a: { get: /, expect: { status: 200 } } }
`

it.each([
  { title: 'a service, its ports and mounts', compose: 'service: web, port: 80, override: { volumes: ["./m:/data", "n:/cache"] }', codes: [] },
  { title: 'a misspelt service', compose: 'service: ▸wen, port: 80', codes: ['unknown-compose-service'] },
  { title: 'a misspelt neighbour', compose: 'service: web, port: 80, also: [▸bd]', codes: ['unknown-compose-service'] },
  { title: 'a port that is not declared', compose: 'service: web, port: ▸8080', codes: ['unknown-port'] },
  { title: 'a target that is not mounted', compose: 'service: web, port: 80, override: { volumes: [{ type: bind, source: ./m, target: ▸/dat }] }', codes: ['unknown-mount'] },
  { title: 'a misspelt key of the override', compose: 'service: web, port: 80, override: { ▸enviroment: { A: 1 } }', codes: ['unknown-key'] },
  { title: 'keys that compose may come to know', compose: 'service: web, port: 80, override: { x-mine: 1, quantum_tunnel: true }', codes: [] },
  { title: 'keys that the run sets', compose: 'service: web, port: 80, override: { ▸ports: ["1:1"], container_name: null }', codes: ['reserved-override'] },
  { title: 'the network of another container', compose: 'service: ▸shared, port: 80', codes: ['network-mode'] },
  { title: 'the network of another container, taken away', compose: 'service: shared, port: 80, override: { network_mode: null }', codes: [] },
  { title: 'a build folder that is missing', compose: 'service: web, port: 80, override: { build: { context: ▸projet } }', codes: ['missing-file'] },
  { title: 'a Dockerfile that is missing', compose: 'service: web, port: 80, override: { build: { context: project, dockerfile: ▸Dockerfile-ap } }', codes: ['missing-file'] },
  { title: 'a build elsewhere', compose: 'service: web, port: 80, override: { build: { context: "https://example.com/a.git" } }', codes: [] },
])('$title', async ({ compose, codes }) => {
  const { found, places, marks } = await findMistakes(spec(compose), { 'c.yml': file, 'project/Dockerfile-api': 'FROM scratch' })
  expect(found.map(({ code }) => code)).toEqual(codes)
  expect(places).toEqual(marks)
})

it.each([
  { title: 'no yaml', file: 'services: {', message: /cannot be read as a compose file/ },
  { title: 'no services', file: 'volumes: { a: {} }\n', message: /it has no services/ },
  { title: 'no map', file: '- a\n', message: /it is no map with `services`/ },
  { title: 'an included file that is missing', file: 'include: [other.yml]\nservices: { web: { image: a } }\n', message: /`other.yml` cannot be read.*it does not exist/ },
])('a compose file with $title is told', async ({ file: text, message }) => {
  const { found } = await findMistakes(spec('service: web, port: 80').replace('c.yml', '▸c.yml'), { 'c.yml': text })
  expect(found.map(({ code }) => code)).toEqual(['bad-compose-file'])
  expect(found[0]!.message).toMatch(message)
})

it('a path of a compose file that is known too late is told', async () => {
  const { found } = await findMistakes(`version: 1
env: { FILE: { default: c.yml } }
services: { web: { compose: { file: "\${env.FILE}", service: web, port: 80 } } }
tests: { a: { get: /, expect: { status: 200 } } }
`)
  expect(found.map(({ code }) => code)).toEqual(['bad-compose-file'])
})

it('services are found through include, extends and several files', async () => {
  const yaml = `version: 1
services: { web: { compose: { file: [c.yml, d.yml], service: web, port: 81, also: [inner], override: { volumes: ["./x:/deep"] } } } }
tests: { a: { get: /, expect: { status: 200 } } }
`
  const { found } = await findMistakes(yaml, {
    'c.yml': 'include: [{ path: sub/inner.yml }, "sub/inner.yml"]\nservices: { web: { extends: { file: sub/base.yml, service: base }, expose: [80] } }\n',
    'd.yml': 'services: { web: { expose: !override [81] } }\n',
    'sub/base.yml': 'services: { base: { extends: root, image: a }, root: { volumes: ["./a:/deep"] } }\n',
    'sub/inner.yml': 'services: { inner: { image: b } }\n',
  })
  expect(found).toEqual([])
})

it.each([
  ['one file', 'file: ▸d.yml'],
  ['one of several files', 'file: [c.yml, ▸d.yml]'],
])('%s that is missing is told at its place', async (_, files) => {
  const text = spec('service: web, port: 80').replace('file: c.yml', files)
  const { found, places, marks } = await findMistakes(text, { 'c.yml': file })
  expect(found.map(({ code }) => code)).toEqual(['missing-compose-file'])
  expect(places).toEqual(marks)
})
