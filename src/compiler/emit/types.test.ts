import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { plannedSuite, plannedTest, sendStep } from '../../../test/support/plans/sample-plan.ts'
import { shopPlan } from '../../../test/support/plans/shop-plan.ts'
import type { Plan } from '../plan/plan.ts'
import { emitProject } from './emit-project.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const hooks = `import type { ExpectHook, SetupHook } from 'apitest'
export const createOrder: SetupHook = async () => ({ id: 1, items: [{ sku: 'abc' }] })
export const deleteOrder = () => {}
export const sumsUp: ExpectHook = () => true
`

/** What `tsc` says about the generated project with its own tsconfig.json; inside the repository, so that vitest's types are found. */
function typeErrors(plan: Plan): string {
  const folder = mkdtempSync(join(root, 'node_modules/.generated-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = [...emitProject(plan).map(({ path, text }) => [join('generated', path), text] as const), ['apitest.hooks.ts', hooks] as const]
  const config = {
    extends: './generated/tsconfig.json',
    compilerOptions: { paths: { apitest: [join(root, 'src/runtime/index.ts')] }, allowImportingTsExtensions: true },
    include: ['generated/**/*.ts'],
  }
  for (const [path, text] of [...files, ['tsconfig.json', JSON.stringify(config)] as const]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const { stdout } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8', cwd: folder })
  // mistakes of the runtime itself are found by its own check
  return stdout.split('\n').filter((line) => line.startsWith('generated/')).join('\n')
}

it('the generated project compiles under `tsc --strict`', () => {
  expect(typeErrors(shopPlan)).toBe('')
})

it('and is really checked', () => {
  const broken = plannedSuite('broken', [plannedTest('takes no number', { steps: [sendStep({ get: '/', timeout: 5 })] })])
  expect(typeErrors({ ...shopPlan, suites: [...shopPlan.suites, broken] })).toMatch(/^generated\/tests\/broken\.test\.ts.*error TS/)
})
