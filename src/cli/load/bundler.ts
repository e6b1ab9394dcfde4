import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { packageFolder } from '../package-info.ts'

/** What the program prints, as JSON. */
export type BundlerAnswer = { readonly code: string; readonly read: readonly string[] } | { readonly error: string }

// A program: `node bundler.js FILE` prints the file, its neighbours and the hooks as one JavaScript module. Packages stay where they are.
const answer = await bundle(process.argv[2]!).catch((error: Error): BundlerAnswer => ({ error: error.message }))
process.stdout.write(JSON.stringify(answer))

async function bundle(file: string): Promise<BundlerAnswer> {
  const read = new Set<string>()
  const build = await rolldown({
    input: file,
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'apitest',
        async resolveId(source, importer) {
          if (source === 'apitest') return { id: pathToFileURL(join(packageFolder(), 'dist', 'index.js')).href, external: true }
          if (importer === undefined || /^(?:\.|\/|node:)/.test(source)) return null
          const found = await this.resolve(source, importer, { skipSelf: true })
          if (found === null || found.id.startsWith('node:') || !found.id.startsWith('/')) return found
          return { id: pathToFileURL(found.id).href, external: true }
        },
        transform(code, id) {
          read.add(id)
          // A file means its own place, not that of the bundle.
          const own = code
            .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
            .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
            .replaceAll('import.meta.filename', JSON.stringify(id))
          return own === code ? null : own
        },
      },
    ],
  })
  try {
    const { output } = await build.generate({ format: 'esm', codeSplitting: false })
    return { code: output[0].code, read: [...read] }
  } finally {
    await build.close()
  }
}
