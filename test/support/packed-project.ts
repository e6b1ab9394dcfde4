import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** The package as it would be published, in a folder of its own; `remove` takes it away. */
export function packPackage(): { readonly tarball: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'apitest-pack-'))
  // the build is there already: tests run behind `npm run build`
  execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root, stdio: 'ignore' })
  const { name, version } = readJson('package.json') as { name: string; version: string }
  return { tarball: path.join(folder, `${name}-${version}.tgz`), remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/**
 * Makes the folder an npm project that depends on the packed package, with a lock file, so that `npm ci` works as it does for a user.
 * Versions are those that this repository is tested with: what its own `npm ci` has fetched is not fetched again.
 */
export function dependOnPackage(folder: string, tarball: string): void {
  copyFileSync(tarball, path.join(folder, 'apitest.tgz'))
  const own = readJson('package.json') as Record<string, unknown>
  const lock = readJson('package-lock.json') as { packages: Record<string, { dev?: boolean }> }
  const shop = { name: 'shop', version: '1.0.0', private: true, dependencies: { apitest: 'file:apitest.tgz' } }
  const { version, dependencies, engines, bin } = own
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`
  const packages = {
    '': shop,
    'node_modules/apitest': { version, resolved: 'file:apitest.tgz', integrity, dependencies, engines, bin },
    ...Object.fromEntries(Object.entries(lock.packages).filter(([place, { dev }]) => place !== '' && dev !== true)),
  }
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify({ ...shop, type: 'module' }, null, 2)}\n`)
  writeFileSync(
    path.join(folder, 'package-lock.json'),
    JSON.stringify({ name: 'shop', version: '1.0.0', lockfileVersion: 3, requires: true, packages }, null, 2),
  )
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'))
}
