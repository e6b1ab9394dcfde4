import { join } from 'node:path'
import { parse } from 'yaml'
import type { FoundApp } from './found-app.ts'
import { readText } from './source-files.ts'

const composeFiles = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

/** A compose file or a Dockerfile says where the service listens once the user has started it. */
export function findContainers(folder: string): FoundApp | undefined {
  for (const file of composeFiles) {
    const text = readText(join(folder, file))
    const published = text === undefined ? undefined : publishedPort(text)
    if (published)
      return describe(`service \`${published.service}\` of ${file}`, published.port, {
        name: published.service,
        start: `docker compose -f ${file} up -d --wait`,
      })
  }
  const exposed = /^\s*EXPOSE\s+(\d+)/im.exec(readText(join(folder, 'Dockerfile')) ?? '')?.[1]
  return exposed === undefined
    ? undefined
    : describe('a Dockerfile', Number(exposed), {
        name: 'web',
        start: `docker build -t web . && docker run --rm -p 127.0.0.1:${exposed}:${exposed} web`,
      })
}

function describe(description: string, port: number, { name, start }: { name: string; start: string }): FoundApp {
  return {
    description,
    service: { name: name.replaceAll(/[^A-Za-z0-9_-]/g, '_').replace(/^(?![A-Za-z_])/, '_'), value: { url: `http://127.0.0.1:${port}` } },
    routes: [],
    notes: [`Start the service before \`npx apitest run\`: ${start}`],
  }
}

/** The first service of a compose file that publishes a port. */
function publishedPort(text: string): { service: string; port: number } | undefined {
  let services: unknown
  try {
    services = (parse(text) as { services?: unknown } | null)?.services
  } catch {
    return undefined
  }
  if (typeof services !== 'object' || services === null) return undefined
  for (const [service, value] of Object.entries(services)) {
    const ports: unknown = (value as { ports?: unknown } | null)?.ports
    for (const entry of Array.isArray(ports) ? ports : []) {
      const port =
        typeof entry === 'object' && entry !== null
          ? Number((entry as { published?: unknown }).published)
          : Number(/(?:^|:)(\d+):\d+(?:\/tcp)?$/.exec(String(entry))?.[1])
      if (Number.isInteger(port) && port > 0) return { service, port }
    }
  }
  return undefined
}
