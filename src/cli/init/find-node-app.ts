import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sortRoutes } from './found-app.ts'
import type { FoundApp } from './found-app.ts'
import { readText, sourceFiles } from './source-files.ts'

/** Looks for a file that listens: the one `npm start` runs, `main`, or one with a usual name. */
export function findNodeApp(folder: string): FoundApp | undefined {
  const manifest = readManifest(folder)
  const started = /^node\s+(?:--\S+\s+)*(\S+)$/.exec(manifest.scripts?.start ?? '')?.[1]
  const usual = sourceFiles(folder, ['.js', '.mjs', '.cjs']).filter((file) => /(?:^|\/)(?:server|app|index|main)\.[cm]?js$/.test(file))
  const candidates = [started, manifest.main, ...usual].filter((file) => file !== undefined && existsSync(join(folder, file)))
  for (const file of candidates as string[]) {
    const text = readText(join(folder, file)) ?? ''
    if (/\.listen\(/.test(text)) return describe(file, text, { ...manifest.dependencies, ...manifest.devDependencies })
  }
  return undefined
}

interface PackageManifest {
  readonly main?: string
  readonly scripts?: { readonly start?: string }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

function describe(file: string, text: string, dependencies: Readonly<Record<string, string>>): FoundApp {
  const framework = (['express', 'fastify', 'koa', 'hono'] as const).find(
    (name) => name in dependencies && new RegExp(`["']${name}["']`).test(text),
  )
  const readsPort = /process\.env\.PORT\b|env\[["']PORT["']\]/.test(text)
  const fixed = /\.listen\(\s*(?:\{[^}]*port:\s*)?(\d{2,5})/.exec(text)?.[1]
  const routes = [...text.matchAll(/\b\w+\.get\(\s*["'`]([^"'`]+)["'`]/g)].map(([, path]) => path!)
  const port = !readsPort && fixed !== undefined ? { port: Number(fixed) } : {}
  return {
    description: `${framework === undefined ? 'a Node service' : `${framework === 'express' ? 'an' : 'a'} ${framework[0]!.toUpperCase()}${framework.slice(1)} app`} in ${file}`,
    service: { name: 'web', value: { process: { command: `node ${file}`, ...port, ready: { tcp: true } } } },
    routes: sortRoutes(routes),
    notes:
      readsPort || fixed !== undefined
        ? []
        : [`apitest gives the service a free port as PORT; make sure that ${file} listens on process.env.PORT`],
  }
}

function readManifest(folder: string): PackageManifest {
  try {
    // safe: read only through optional access
    return JSON.parse(readText(join(folder, 'package.json')) ?? '{}') as PackageManifest
  } catch {
    return {}
  }
}
