import { describe, expect, it } from 'vitest'
import { specFolder } from '../../../test/support/spec-folder.ts'
import { projectDisk } from './project-disk.ts'
import { readCompose } from './read-compose.ts'

async function read(files: Readonly<Record<string, string>>, names: readonly string[] = Object.keys(files).slice(0, 1)) {
  await using folder = await specFolder(files)
  return readCompose(projectDisk(folder.path), names)
}
const service = async (yaml: string) => (await read({ 'c.yaml': `services:\n  web: ${yaml}\n` })).services.get('web')!

describe('a service', () => {
  it.each([
    ['depends_on as a list', '{ depends_on: [db, cache] }', ['db', 'cache']],
    ['depends_on as a map', '{ depends_on: { db: { condition: service_healthy } } }', ['db']],
    ['links with an alias', '{ links: [db:database] }', ['db']],
    ['volumes_from of a service', '{ volumes_from: [db:ro, "container:other"] }', ['db']],
    ['the network of another one', '{ network_mode: "service:db", ipc: host }', ['db']],
  ])('needs those of %s', async (_, yaml, needs) => {
    expect((await service(yaml)).needs).toEqual(needs)
  })

  it.each([
    ['8080:80', [80]],
    ['127.0.0.1:8080:80/tcp', [80]],
    ['80', [80]],
    ['{ target: 80, published: 8080 }', [80]],
    ['8000-8010', []],
    ['${PORT}:${PORT}', []],
  ])('with the port %s has %j', async (port, ports) => {
    expect((await service(`{ ports: [${port.startsWith('{') ? port : `"${port}"`}] }`)).ports).toEqual(ports)
  })

  it('has pairs, however they are written', async () => {
    const { pairs } = await service('{ environment: [A=1, B=x=y, C], labels: { a: b } }')
    expect(pairs).toMatchObject({ environment: { A: '1', B: 'x=y', C: null }, labels: { a: 'b' } })
  })

  it('says how it is run', async () => {
    expect(await service('{ image: redis, privileged: true, network_mode: host, deploy: { restart_policy: { condition: any } } }')).toMatchObject({
      hasImage: true,
      hasBuild: false,
      privileged: true,
      networkMode: 'host',
      restartsByPolicy: true,
    })
  })
})

describe('several files', () => {
  it('are merged in their order', async () => {
    const { services } = await read(
      {
        'a.yaml': 'services: { web: { image: a, privileged: true, volumes: ["./m:/model:ro"] } }',
        'b.yaml': 'services: { web: { build: ., privileged: false, volumes: ["./n:/model"] }, db: { image: b } }',
      },
      ['a.yaml', 'b.yaml'],
    )
    expect([...services.keys()]).toEqual(['web', 'db'])
    expect(services.get('web')).toMatchObject({ hasImage: true, hasBuild: true, privileged: false })
    expect(services.get('web')!.mounts.map(({ source, readOnly }) => [source, readOnly])).toEqual([['./m', true], ['./n', false]])
  })

  it('are found through include and extends, relative to the file that names them', async () => {
    const { services, open } = await read({
      'c.yaml': 'include: [more/d.yaml]\nservices: { web: { extends: { file: more/d.yaml, service: base }, ports: ["80"] } }',
      'more/d.yaml': 'services: { base: { extends: deepest, expose: [81] }, deepest: { image: x, expose: [82] } }',
    })
    expect([...services.keys()]).toEqual(['base', 'deepest', 'web'])
    expect(services.get('web')).toMatchObject({ hasImage: true, ports: [82, 81, 80] })
    expect(open).toBe(false)
  })

  it('that are named by a variable or an address leave open what there is', async () => {
    expect((await read({ 'c.yaml': 'include: ["${FILE}"]\nservices: {}' })).open).toBe(true)
    expect((await read({ 'c.yaml': 'include: [{ path: "https://x.example/c.yaml" }]\nservices: {}' })).open).toBe(true)
  })

  it('may lead back to themselves', async () => {
    const facts = await read({ 'c.yaml': 'include: [c.yaml]\nservices: { web: { extends: web, image: x } }' })
    expect(facts.services.get('web')).toMatchObject({ hasImage: true })
    expect(facts.mistakes).toEqual([])
  })
})

it('volumes and networks with a name of their own, or made elsewhere, are shared', async () => {
  const { volumes, networks } = await read({
    'c.yaml': 'volumes: { own: , named: { name: models }, outside: { external: true }, inside: { external: false } }\nnetworks: { own: {} }',
  })
  expect(Object.fromEntries(volumes)).toEqual({
    own: { shared: false },
    named: { shared: true },
    outside: { shared: true },
    inside: { shared: false },
  })
  expect(Object.fromEntries(networks)).toEqual({ own: { shared: false } })
})

it.each([
  ['is missing', {}, 'it does not exist'],
  ['is a list', { 'c.yaml': '[]' }, 'it is no map with `services`'],
  ['is no YAML', { 'c.yaml': 'services: [' }, expect.stringContaining('Flow sequence')],
])('a file that %s is a mistake with its reason', async (_, files, message) => {
  expect((await read(files, ['c.yaml'])).mistakes).toEqual([{ file: 'c.yaml', message }])
})

it('the tags with which compose removes and replaces are understood', async () => {
  const { services, mistakes } = await read({ 'c.yaml': 'services: { web: { image: !reset null, ports: !override ["80"] } }' })
  expect(mistakes).toEqual([])
  expect(services.get('web')).toMatchObject({ ports: [80] })
})
