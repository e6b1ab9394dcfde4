import { expect, it } from 'vitest'
import { emitProject } from '../emit/emit-project.ts'
import { formatted } from '../../../test/support/formatted.ts'
import { randomPlan } from '../../../test/support/plans/random-plan.ts'
import { shopPlan } from '../../../test/support/plans/shop-plan.ts'
import { createManifest } from './create-manifest.ts'
import { printJson } from './print-json.ts'

const hash = '0'.repeat(64)

function printed(plan = shopPlan): string {
  return printJson(createManifest({ plan, files: emitProject(plan), inputs: { 'tests/items.apitest.yaml': hash, 'apitest.yaml': hash }, version: '1.2.3' }))
}

it('says what was generated, from what, and what there is to run', async () => {
  await expect(printed()).toMatchFileSnapshot('golden/shop.manifest.json')
})

it('names inputs from where the manifest lies', () => {
  const plan = { ...shopPlan, folder: '../../specs/shop/' }
  const { inputs, included } = createManifest({ plan, files: [], inputs: { 'apitest.yaml': hash, '../data/rows.csv': hash }, included: { 'tests/*.yaml': ['tests/a.yaml'] }, version: '1' })
  expect(Object.keys(inputs)).toEqual(['../../specs/data/rows.csv', '../../specs/shop/apitest.yaml'])
  expect(included).toEqual({ '../../specs/shop/tests/*.yaml': ['../../specs/shop/tests/a.yaml'] })
})

it('is left alone by formatters', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const text = printed(randomPlan(seed))
    expect(await formatted('apitest.manifest.json', text), `seed ${seed}`).toBe(text)
  }
})
