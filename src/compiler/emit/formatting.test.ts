import { describe, expect, it } from 'vitest'
import { emitProject } from './emit-project.ts'
import { formatted } from '../../../test/support/formatted.ts'
import { hostilePlan } from '../../../test/support/plans/hostile-plan.ts'
import { hostileTexts } from '../../../test/support/plans/hostile-texts.ts'
import { randomPlan } from '../../../test/support/plans/random-plan.ts'
import { shopPlan } from '../../../test/support/plans/shop-plan.ts'

describe('a formatter changes nothing', () => {
  it.each(emitProject(shopPlan).map(({ path, text }) => [path, text]))('in %s of the shop', async (path, text) => {
    expect(await formatted(path, text)).toBe(text)
  })

  it('in 120 projects of random shape', async () => {
    for (let seed = 0; seed < 120; seed++) {
      for (const { path, text } of emitProject(randomPlan(seed))) expect(await formatted(path, text), `seed ${seed}, ${path}`).toBe(text)
    }
  })

  it('in projects full of hostile texts', async () => {
    // names of the length of a line are beyond what can be laid out by rule; that they are safe is tested elsewhere
    for (const text of hostileTexts.filter((hostile) => hostile.length < 20)) {
      for (const file of emitProject(hostilePlan(text))) expect(await formatted(file.path, file.text), `${JSON.stringify(text)}, ${file.path}`).toBe(file.text)
    }
  })
})
