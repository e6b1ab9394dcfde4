import { expect, it } from 'vitest'
import { importPostman } from './import-postman.ts'

const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'

function importing(method: string, status: number) {
  const exec = [`pm.test('answers', () => pm.response.to.have.status(${status}))`]
  const item = { name: 'read', request: { method, url: 'http://x.example/a' }, event: [{ listen: 'test', script: { exec } }] }
  const { problems, files } = importPostman({
    collection: { file: 'shop.json', text: JSON.stringify({ info: { name: 'shop', schema }, item: [item] }) },
    environment: undefined,
    globals: undefined,
    rows: undefined,
    scripts: 'hybrid',
    foldSimilar: false,
    upload: () => undefined,
  })
  return { refused: problems.filter(({ code }) => code === 'postman-refused'), spec: files.find(({ path }) => path === 'apitest.yaml')?.text }
}

it('says where the language refuses what Postman lets pass, and writes it all the same', () => {
  const { refused, spec } = importing('G T', 700)
  expect(refused.map(({ severity, message, where }) => [severity, message, where.join(' / ')])).toEqual([
    ['warning', 'The language refuses this: `G T` does not fit `method`', 'read / method'],
    ['warning', 'The language refuses this: `status` must be at most 599, and it is `700`', 'read / checks / 0 / expect / status'],
  ])
  expect(spec).toContain('method: G T')
})

it('is silent about a collection that is all right', () => {
  expect(importing('GET', 200).refused).toEqual([])
})
