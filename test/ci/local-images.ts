import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/**
 * Images for jobs and for Docker in Docker, made of this machine's own programs, because a test must not depend on a registry: the same
 * parts as in `node:22` and `docker:dind`, on Debian. Both are built from `debian-python:local`, and removed by `removeImages`.
 */
export const images = { job: 'apitest-test-job:local', engine: 'apitest-test-engine:local' } as const

const dockerFolders = ['/usr/local/lib/docker/cli-plugins', '/usr/libexec/docker/cli-plugins', '/usr/lib/docker/cli-plugins']

export function buildJobImage(): void {
  const compose = dockerFolders.map((folder) => `${folder}/docker-compose`).find((file) => existsSync(file))
  if (compose === undefined) throw new Error('docker compose is installed nowhere that is known')
  const npm = path.resolve(realpathSync(find('npm')), '../..')
  // rsync is what gitlab-ci-local takes artefacts out with
  build(images.job, ['docker', 'git', 'rsync'].map(find), {
    copies: [
      [process.execPath, 'usr/bin/node'],
      [npm, 'usr/lib/node_modules/npm'],
      [compose, 'usr/libexec/docker/cli-plugins/docker-compose'],
    ],
    lines: ['RUN ln -sf ../lib/node_modules/npm/bin/npm-cli.js /usr/bin/npm && ln -sf ../lib/node_modules/npm/bin/npx-cli.js /usr/bin/npx'],
  })
}

/** An engine that listens where `docker:dind` does, with and without TLS; it makes no network rules, since it needs no network of its own. */
export function buildEngineImage(): void {
  const keys = mkdtempSync(path.join(tmpdir(), 'apitest-keys-'))
  try {
    makeKeys(keys)
    build(images.engine, ['dockerd', 'docker-proxy', 'containerd', 'containerd-shim-runc-v2', 'runc', 'docker-init'].map(find), {
      copies: [
        [path.join(import.meta.dirname, 'engine.sh'), 'usr/bin/engine'],
        [keys, 'usr/share/engine-keys'],
      ],
      lines: ['VOLUME /var/lib/docker', 'ENTRYPOINT ["sh", "/usr/bin/engine"]'],
    })
  } finally {
    rmSync(keys, { recursive: true, force: true })
  }
}

/** Keys for engine and clients, as `docker:dind` makes them at its start: signed by one authority, the engine's for the name `docker`. */
function makeKeys(folder: string): void {
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'ignore' })
  openssl('req', '-x509', '-days', '2', ...newKey('ca'), '-out', 'ca.pem')
  for (const [name, use] of [
    ['server', 'subjectAltName=DNS:docker\nextendedKeyUsage=serverAuth\n'],
    ['client', 'extendedKeyUsage=clientAuth\n'],
  ] as const) {
    writeFileSync(path.join(folder, `${name}.cnf`), use)
    openssl('req', '-new', ...newKey(name), '-out', `${name}.csr`)
    const signed = ['-CA', 'ca.pem', '-CAkey', 'ca-key.pem', '-CAcreateserial', '-days', '2', '-extfile', `${name}.cnf`]
    openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.pem`)
  }
}

function newKey(name: string): string[] {
  return ['-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}-key.pem`, '-subj', `/CN=${name}`]
}

export function removeImages(): void {
  execFileSync('docker', ['image', 'rm', '--force', ...Object.values(images)], { stdio: 'ignore' })
}

interface Contents {
  readonly copies: readonly (readonly [from: string, to: string])[]
  readonly lines: readonly string[]
}

/** Programs with the libraries that they are linked to, and what is copied beside them. */
function build(name: string, programs: readonly string[], { copies, lines }: Contents): void {
  const context = mkdtempSync(path.join(tmpdir(), 'apitest-image-'))
  try {
    const system = path.join(context, 'system')
    const files = [...programs, ...programs.flatMap(librariesOf), ...librariesOf(process.execPath)]
    for (const [from, to] of [...files.map((file) => [realpathSync(file), file.slice(1)] as const), ...copies]) {
      mkdirSync(path.dirname(path.join(system, to)), { recursive: true })
      cpSync(from, path.join(system, to), { recursive: true, dereference: true })
    }
    // `/lib` and `/sbin` are links in the image
    writeFileSync(path.join(context, 'Dockerfile'), ['FROM debian-python:local', 'COPY system/usr /usr', ...lines, ''].join('\n'))
    for (const folder of ['lib', 'sbin', 'bin']) {
      if (existsSync(path.join(system, folder))) cpSync(path.join(system, folder), path.join(system, 'usr', folder), { recursive: true })
    }
    execFileSync('docker', ['build', '--quiet', '--tag', name, context], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DOCKER_BUILDKIT: '0' },
    })
  } finally {
    rmSync(context, { recursive: true, force: true })
  }
}

function find(program: string): string {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/libexec/docker']
  const found = folders.map((folder) => `${folder}/${program}`).find((file) => existsSync(file))
  if (found === undefined) throw new Error(`${program} is not on this machine`)
  return found
}

function librariesOf(program: string): string[] {
  if (readFileSync(program).subarray(0, 4).toString('latin1') !== '\x7fELF') return []
  try {
    const output = execFileSync('ldd', [program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return [...output.matchAll(/(?:=> |^\s*)(\/\S+)/gm)].map((match) => match[1]!)
  } catch {
    // linked statically
    return []
  }
}
