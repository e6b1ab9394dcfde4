import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { requireComponent } from '../support/require-component.ts'
import { judge, leakProject } from './leak-project.ts'

const docker = requireComponent('docker')
const app = readFileSync(path.join(import.meta.dirname, 'servers/app.py'), 'utf8')

interface Container {
  readonly env: Readonly<Record<string, string>>
  readonly dockerfile?: string
  readonly files?: Readonly<Record<string, string>>
  readonly window?: Readonly<Record<string, unknown>>
  readonly limit?: string
}

function container({ env, dockerfile = '', files = {}, window = {}, limit = '512m' }: Container) {
  const compose = { services: { web: { build: '.', environment: env, mem_limit: limit, memswap_limit: limit } } }
  return leakProject({
    files: [],
    services: { web: { compose: { file: 'compose.json', service: 'web', port: 5000, ready: { http: '/other', timeout: '60s' } } } },
    window,
    write: {
      'compose.json': JSON.stringify(compose),
      'app.py': app,
      Dockerfile: `FROM debian-python:local
WORKDIR /app
COPY . .
${dockerfile}
CMD ["gunicorn", "--bind", "0.0.0.0:5000", "app:app"]
`,
      ...files,
    },
  })
}

test.skipIf(docker)('what image and compose file have in PYTHONPATH stays beside the probe', async () => {
  const one = container({
    env: { CASE: 'leak_list', SIZE: '3000', PYTHONPATH: '/app/lib:/app/$$more' },
    dockerfile: 'ENV NODE_OPTIONS=--max-old-space-size=99\nRUN mkdir lib && mv app.py lib/ && echo "import os, real_app; assert os.environ[\'PYTHONPATH\'].endswith(\':/app/lib:/app/\\$more\'); assert os.environ[\'NODE_OPTIONS\'].startswith(\'--max-old-space-size=99 \'); app = real_app.app" > app.py && mv lib/app.py lib/real_app.py',
  })
  const { result } = await judge(one)
  expect(result).toMatchObject({ verdict: 'leak', probe: 'python', metric: 'live heap', notes: [] })
  expect(Math.abs(result.bytesPerRequest! - 3060)).toBeLessThan(300)
})

test.skipIf(docker)('a container that does not start with the probe is watched without', async () => {
  const one = container({
    env: { CASE: 'leak_native', SIZE: '9000' },
    dockerfile: `RUN printf '#!/bin/sh\\n[ -z "$APITEST_PROBE_DIR" ] || { echo unknown variable; exit 9; }\\nexec "$@"\\n' > start.sh && chmod +x start.sh\nENTRYPOINT ["/app/start.sh"]`,
  })
  const { result } = await judge(one)
  expect(result).toMatchObject({ verdict: 'leak', probe: 'none', metric: 'anonymous memory' })
  expect(result.notes).toContainEqual('`web` did not start with the probe and was started once more without')
})

test.skipIf(docker)('a process that is killed because the container is full fails the window', async () => {
  const { exitCode, result } = await judge(container({ env: { CASE: 'memory_at_once' }, limit: '128m' }))
  expect({ exitCode, verdict: result.verdict }).toEqual({ exitCode: 1, verdict: 'not judged' })
  expect(result.reason).toMatch(/the system killed (a process|\d+ processes) of `web` because the container ran out of memory/)
})
