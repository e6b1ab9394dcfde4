import { describe, expect, it } from 'vitest'
import { nameExports } from './names.ts'
import { emptyPlan, noUses } from '../../../test/support/plans/sample-plan.ts'
import { specMap } from '../../../test/support/plans/spec-value.ts'

function namesOf({ requests = [], flows = [], hooks = [] }: { requests?: string[]; flows?: string[]; hooks?: string[] }) {
  const names = nameExports(
    emptyPlan({
      requests: requests.map((name) => ({ name, description: undefined, value: specMap({ get: '/' }), uses: noUses })),
      flows: flows.map((name) => ({ name, description: undefined, params: [], steps: [] })),
      hooks: { path: 'hooks.ts', functions: hooks },
    }),
  )
  return { requests: [...names.requests.values()], flows: [...names.flows.values()], hooks: [...names.hooks.values()] }
}

describe('nameExports', () => {
  it('keeps the names of the user', () => {
    expect(namesOf({ requests: ['health', 'create_item', '_private'] }).requests).toEqual(['health', 'create_item', '_private'])
  })

  it('makes identifiers of other names', () => {
    expect(namesOf({ requests: ['my-request', 'a--b-', '__proto__'] }).requests).toEqual(['myRequest', 'aB', '__proto__Request'])
  })

  it('leaves alone the words of the language and of the generated files', () => {
    const words = ['class', 'default', 'test', 'describe', 'text', 'api', 'then', 'await']
    expect(namesOf({ requests: words }).requests).toEqual(words.map((word) => `${word}Request`))
  })

  it('gives a request, a flow and a hook of one name three names', () => {
    expect(namesOf({ requests: ['login'], flows: ['login'], hooks: ['login'] })).toEqual({ requests: ['login'], flows: ['loginFlow'], hooks: ['loginHook'] })
  })

  it('does not rename one that could keep its name because of another that could not', () => {
    expect(namesOf({ requests: ['my-request', 'myRequest', 'my--request'] }).requests).toEqual(['myRequestRequest', 'myRequest', 'myRequestRequest2'])
  })
})
