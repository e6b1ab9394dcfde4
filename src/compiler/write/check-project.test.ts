import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { emptyPlan } from '../../../test/support/plans/sample-plan.ts'
import { checkProject, renderCheck } from './check-project.ts'
import { createManifest } from './create-manifest.ts'
import { planWrite, renderPlan } from './plan-write.ts'
import { put, requestFor, temporaryFolder } from '../../../test/support/output-folder.ts'
import { writeProject } from './write-project.ts'

const texts = { 'a.ts': 'one\ntwo\n', 'b.ts': 'b\n', 'c.ts': 'c\n', 'd.ts': 'd\n', 'same.ts': 'same\n' }

function lines(word: string): string {
  return Array.from({ length: 5000 }, (_, index) => `${word} ${index}\n`).join('')
}

/** One file in every state. */
function differing() {
  const folder = temporaryFolder()
  writeProject(requestFor(folder, texts))
  put(join(folder, 'generated'), { 'b.ts': 'by hand\n', 'd.ts': 'by hand\n', 'foreign.ts': 'theirs\n' })
  return requestFor(folder, { 'a.ts': 'one\n2\n', 'b.ts': 'b\n', 'd.ts': 'new\n', 'same.ts': 'same\n', 'new.ts': 'new\n', 'foreign.ts': 'ours\n' }, { version: '1.1.0' })
}

describe('checkProject', () => {
  it('finds nothing after compiling', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    const check = checkProject(requestFor(folder, texts))
    expect(check).toEqual({ upToDate: true, files: [], compiledBy: undefined, diagnostics: [] })
    expect(renderCheck(check, requestFor(folder, texts))).toBe('generated/ is up to date\n')
  })

  it('names every file with its state, shows the differences and the command', () => {
    const request = differing()
    expect(renderCheck(checkProject(request), request)).toBe(`generated/ is not what apitest.yaml compiles to (compiled by apitest 1.0.0, you run 1.1.0):
  out of date                      generated/a.ts
  edited by hand                   generated/b.ts
  edited by hand, and out of date  generated/d.ts
  missing                          generated/new.ts
  not written by apitest           generated/foreign.ts
  no longer generated              generated/c.ts
  out of date                      generated/apitest.manifest.json

--- generated/a.ts (on disk)
+++ generated/a.ts (compiled)
@@ -1,2 +1,2 @@
 one
-two
+2

--- generated/b.ts (on disk)
+++ generated/b.ts (compiled)
@@ -1,1 +1,1 @@
-by hand
+b

--- generated/d.ts (on disk)
+++ generated/d.ts (compiled)
@@ -1,1 +1,1 @@
-by hand
+new

To take what is generated and lose the edits: npx apitest compile --force
`)
  })

  it('changes nothing', () => {
    const request = differing()
    const before = readFileSync(join(request.outputFolder, 'apitest.manifest.json'), 'utf8')
    checkProject(request)
    planWrite(request)
    expect(readFileSync(join(request.outputFolder, 'apitest.manifest.json'), 'utf8')).toBe(before)
    expect(checkProject(request).upToDate).toBe(false)
  })

  it('proposes plain compiling where nothing would be lost', () => {
    const folder = temporaryFolder()
    const request = requestFor(folder, texts)
    expect(renderCheck(checkProject(request), request)).toMatch(/\nTo mend it: npx apitest compile\n$/)
  })

  it('cares neither for a comment in the YAML nor for another version, as long as the files are the same', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    const { files } = requestFor(folder, texts)
    const manifest = createManifest({ plan: emptyPlan(), files, inputs: { 'apitest.yaml': 'another hash' }, version: '2.0.0' })
    const request = { outputFolder: join(folder, 'generated'), files, manifest }
    const check = checkProject(request)
    expect(check).toMatchObject({ upToDate: true, compiledBy: '1.0.0' })
    expect(renderCheck(check, request)).toBe('generated/ is up to date (compiled by apitest 1.0.0, you run 2.0.0)\n')
  })

  it('sees a change that shows in the manifest alone', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, texts))
    expect(checkProject(requestFor(folder, texts, { plan: { name: 'other' } })).files).toMatchObject([{ path: 'apitest.manifest.json', state: 'changed' }])
  })

  it('reports a manifest that cannot be read', () => {
    const folder = temporaryFolder()
    const request = requestFor(folder, texts)
    writeProject(request)
    writeFileSync(join(request.outputFolder, 'apitest.manifest.json'), '{')
    expect(checkProject(request)).toMatchObject({ upToDate: false, diagnostics: [{ code: 'manifest-unreadable' }] })
  })

  it('cuts long differences', () => {
    const folder = temporaryFolder()
    writeProject(requestFor(folder, { 'a.ts': lines('old') }))
    const request = requestFor(folder, { 'a.ts': lines('new') })
    const report = renderCheck(checkProject(request), request)
    expect(report.split('\n').length).toBeLessThan(330)
    expect(report).toMatch(/… \d+ more lines/)
  })
})

describe('planWrite', () => {
  it('lists what would be written, removed and refused, counts last', () => {
    const request = differing()
    const plan = planWrite(request)
    expect(renderPlan(plan, 'generated')).toBe(`~ generated/a.ts
! generated/b.ts (edited by hand)
! generated/d.ts (edited by hand, and generated differently)
+ generated/new.ts
! generated/foreign.ts (not written by apitest)
- generated/c.ts
~ generated/apitest.manifest.json
1 to add, 2 to change, 1 to remove, 3 in the way, 1 unchanged
`)
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['edited-by-hand', 'foreign-file'])
    expect(JSON.parse(JSON.stringify(plan))).toMatchObject({ counts: { add: 1, change: 2, remove: 1, refuse: 3, keep: 1 } })
  })
})
