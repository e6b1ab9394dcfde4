import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { compileSpec } from '../../src/compiler/pipeline.ts'
import { standAloneFile } from '../../src/runtime/services/kinds/compose/stand-alone-file.ts'
import { requireComponent } from '../support/require-component.ts'
import { specFolder } from '../support/spec-folder.ts'

/** What docker compose itself makes of the user's files with our override, for every way in which compose merges a key. */
const missing = requireComponent('docker')
const withDocker = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`

interface Model {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly networks: Readonly<Record<string, unknown>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const list = `
services:
  web:
    image: registry.example.com/web:1
    container_name: web
    restart: always
    profiles: [full]
    command: run --fast
    environment: [A=1, "B=$$2", C]
    env_file: []
    labels: [team=a, tier=b]
    cap_add: [NET_ADMIN]
    extra_hosts: ["db.example.com:10.0.0.1"]
    depends_on: [db, cache]
    networks: [corp, back]
    volumes: ["/srv/models:/models:ro,z", "data:/data", "./etc:/etc/web"]
    ports: ["8080:80", "127.0.0.1:9000:9000"]
    healthcheck: { test: [CMD, "true"], interval: 30s }
    ulimits: { nproc: 10 }
    deploy: { restart_policy: { condition: any }, resources: { limits: { memory: 1g } } }
  db: { image: "postgres:16", container_name: db, ports: ["5432:5432"], privileged: true, volumes: ["/srv/pg:/var/lib/postgresql"] }
  cache: { image: "redis:7", build: { context: cache }, restart: unless-stopped }
  other: { image: other, ports: ["1:1"] }
volumes: { data: { name: production-data, external: true } }
networks: { corp: { name: corp, external: true }, back: {} }
`
const map = `
services:
  web:
    build: { context: prod, target: release, args: { A: "1" } }
    image: web:prod
    environment: { A: 1, B: "\${HOME}" }
    labels: { team: a }
    depends_on: { db: { condition: service_healthy } }
    volumes: [{ type: bind, source: /srv/models, target: /models, read_only: true, bind: { selinux: Z } }]
  db: { image: pg, healthcheck: { test: [CMD, "true"] } }
`

interface Case {
  readonly title: string
  readonly file: string
  readonly override: string
  check(model: Model, web: Readonly<Record<string, unknown>>): void
}

const cases: readonly Case[] = [
  {
    title: 'what two runs would share is taken away, whatever the override says',
    file: list,
    override: '{}',
    check: ({ services, networks, volumes }, web) => {
      expect(Object.keys(services).toSorted()).toEqual(['cache', 'db', 'web'])
      for (const service of Object.values(services)) {
        expect(service).not.toHaveProperty('container_name')
        expect(service).not.toHaveProperty('profiles')
        expect(service).toMatchObject({ restart: 'no', labels: { 'dev.apitest.session': 'manual' } })
      }
      expect(web.ports).toMatchObject([{ target: 80, host_ip: '127.0.0.1', protocol: 'tcp' }])
      expect(JSON.stringify(services)).not.toContain('published')
      expect(web.deploy).not.toHaveProperty('restart_policy')
      expect(services.db).not.toHaveProperty('ports')
      expect(services.cache).not.toHaveProperty('image')
      expect(networks).toMatchObject({ corp: { name: 'p_corp', labels: { 'dev.apitest.session': 'manual' } }, back: { name: 'p_back' } })
      expect(volumes).toMatchObject({ data: { name: 'p_data', labels: { 'dev.apitest.session': 'manual' } } })
      expect(JSON.stringify({ networks, volumes })).not.toContain('external')
    },
  },
  {
    title: 'an image gives way to a build, and the seed of all this works',
    file: list,
    override: '{ image: null, build: { context: project/, dockerfile: Dockerfile-api }, volumes: [{ type: bind, source: "${env.SOURCE_MOUNT}", target: /models }], environment: [WORKERS=max] }',
    check: (_, web) => {
      expect(web).not.toHaveProperty('image')
      expect(web.build).toMatchObject({ dockerfile: 'Dockerfile-api' })
      expect(web.environment).toEqual({ WORKERS: 'max' })
      const mounts = web.volumes as { target: string; source: string; read_only?: boolean; bind?: object }[]
      expect(mounts.map(({ target }) => target).toSorted()).toEqual(['/data', '/etc/web', '/models'])
      expect(mounts.find(({ target }) => target === '/models')).toMatchObject({ read_only: true, bind: { selinux: 'z' }, source: expect.stringMatching(/\/models$/) })
    },
  },
  {
    title: 'names merge, and null takes one away, whether the file has a list',
    file: list,
    override: '{ environment: { A: 9, C: null, D: "a$b${variables.dollar}" }, labels: { tier: null, mine: "yes" }, depends_on: { cache: null }, networks: { corp: null } }',
    check: ({ services }, web) => {
      expect(web.environment).toEqual({ A: '9', B: '$$2', D: 'a$$bseen' })
      expect(web.labels).toEqual({ team: 'a', mine: 'yes', 'dev.apitest.session': 'manual' })
      expect(Object.keys(web.depends_on as object)).toEqual(['db'])
      expect(Object.keys(web.networks as object)).toEqual(['back'])
      expect(services.db).toBeDefined()
    },
  },
  {
    title: 'or a map',
    file: map,
    override: '{ environment: { A: null, D: true }, labels: { team: b }, volumes: ["./m:/models"] }',
    check: (_, web) => {
      expect(web.environment).toMatchObject({ B: process.env.HOME ?? '', D: 'true' })
      expect(web.environment).not.toHaveProperty('A')
      expect(web.labels).toMatchObject({ team: 'b' })
      expect(web.volumes).toMatchObject([{ type: 'bind', target: '/models', read_only: true, bind: { selinux: 'Z' } }])
      expect(web).not.toHaveProperty('image')
      expect(web.build).toMatchObject({ target: 'release', args: { A: '1' } })
    },
  },
  {
    title: 'lists and settings are replaced as a whole',
    file: list,
    override: '{ command: [run, "on off"], cap_add: [SYS_PTRACE], extra_hosts: ["db.example.com:10.0.0.2"], healthcheck: { test: [CMD, "false"] }, ulimits: { nofile: 100 }, deploy: { resources: { limits: { cpus: "2" } } }, labels: [only=mine], networks: [back], depends_on: [db] }',
    check: (_, web) => {
      expect(web.command).toEqual(['run', 'on off'])
      expect(web.cap_add).toEqual(['SYS_PTRACE'])
      expect(web.extra_hosts).toEqual(['db.example.com=10.0.0.2'])
      expect(web.healthcheck).toEqual({ test: ['CMD', 'false'] })
      expect(web.ulimits).toEqual({ nofile: 100 })
      expect(web.deploy).toMatchObject({ resources: { limits: { cpus: 2 } } })
      expect(JSON.stringify(web.deploy)).not.toMatch(/memory|restart/)
      expect(web.labels).toEqual({ only: 'mine', 'dev.apitest.session': 'manual' })
      expect(Object.keys(web.networks as object)).toEqual(['back'])
      expect(Object.keys(web.depends_on as object)).toEqual(['db'])
    },
  },
  {
    title: 'a build is replaced as a whole, and an image takes its place',
    file: map,
    override: '{ image: "web:test" }',
    check: (_, web) => {
      expect(web.image).toBe('web:test')
      expect(web).not.toHaveProperty('build')
    },
  },
  {
    title: 'a build is replaced by a folder alone',
    file: map,
    override: '{ build: project }',
    check: (_, web) => {
      expect(web.build).toEqual({ context: expect.stringMatching(/\/project$/), dockerfile: 'Dockerfile' })
      expect(web).not.toHaveProperty('image')
    },
  },
  {
    title: 'all labels, mounts and variables may go',
    file: list,
    override: '{ labels: null, volumes: null, environment: null, healthcheck: null, command: null }',
    check: (_, web) => {
      expect(web.labels).toEqual({ 'dev.apitest.session': 'manual' })
      for (const key of ['volumes', 'environment', 'healthcheck']) expect(web[key] ?? undefined).toBeUndefined()
      expect(web.command ?? undefined).toBeUndefined()
    },
  },
  {
    title: 'words of YAML 1.1 and characters of compose mean themselves',
    file: map,
    override: '{ environment: { A: "no", B: "on", C: "1:30", D: "$HOME ${variables.dollar}", E: "$${x}", F: "null", G: "0o7", H: "a: b # c" }, volumes: ["new-data:/new"] }',
    check: ({ volumes }, web) => {
      expect(web.environment).toMatchObject({ A: 'no', B: 'on', C: '1:30', D: '$$HOME seen', E: '$${x}', F: 'null', G: '0o7', H: 'a: b # c' })
      expect(volumes).toMatchObject({ 'new-data': { labels: { 'dev.apitest.session': 'manual' } } })
    },
  },
]

const yaml = (override: string) => `version: 1
env: { SOURCE_MOUNT: { default: ./models } }
variables: { dollar: seen }
services: { web: { compose: { file: c.yml, service: web, port: 80, override: ${override} } } }
tests: { a: { get: /, expect: { status: 200 } } }
`

withDocker.each(cases)(`$title${note}`, async ({ file, override, check }) => {
  await using folder = await specFolder({
    'apitest.yaml': yaml(override),
    'c.yml': file,
    'project/Dockerfile': '',
    'project/Dockerfile-api': '',
    'prod/Dockerfile': '',
    'cache/Dockerfile': '',
  })
  const { compiled, diagnostics } = await compileSpec({ root: folder.path })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  for (const { path, text } of compiled!.files) {
    mkdirSync(dirname(join(folder.path, 'generated', path)), { recursive: true })
    writeFileSync(join(folder.path, 'generated', path), text)
  }
  const ours = join(folder.path, 'generated/compose/web.override.yaml')
  const config = (files: readonly string[], ...more: string[]) =>
    execFileSync('docker', ['compose', '-p', 'p', '--project-directory', folder.path, ...files.flatMap((name) => ['-f', name]), ...more], {
      cwd: folder.path,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, APITEST_VARIABLES_DOLLAR: 'seen' },
    })
  const users = join(folder.path, 'c.yml')
  const model = JSON.parse(config([users, ours], 'config', '--format', 'json', 'web')) as Model
  check(model, model.services.web!)

  // What an older compose is given means the same.
  const made = join(folder.path, 'made.json')
  writeFileSync(made, standAloneFile(config([users], '--profile', '*', 'config', '--format', 'json'), [readFileSync(ours, 'utf8')]))
  expect(JSON.parse(config([made], 'config', '--format', 'json', 'web'))).toEqual(model)
})
