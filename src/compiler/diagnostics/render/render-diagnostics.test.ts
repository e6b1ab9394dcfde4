import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import type { Diagnostic } from '../diagnostic.ts'
import { problems } from '../problems.ts'
import { renderSummary } from './pretty.ts'
import { diagnosticFormats, renderDiagnostics } from './render-diagnostics.ts'

const source = 'services:\n  web: {}\ntests:\n  a:\n    service: wbe\n'
const sources = new Map([['apitest.yaml', source]])
const range = { file: 'apitest.yaml', start: { line: 5, column: 14 }, end: { line: 5, column: 17 } }
const diagnostic: Diagnostic = { ...problems.unknownService('wbe', ['web', 'worker']), range }
const related: Diagnostic = {
  ...problems.duplicateName('web', 'The service', 'apitest.yaml'),
  range,
  related: [{ range: { file: 'apitest.yaml', start: { line: 2, column: 3 }, end: { line: 2, column: 6 } }, message: 'It stands here first' }],
}
const render = (list: readonly Diagnostic[], format: (typeof diagnosticFormats)[number], extra = {}) => renderDiagnostics(list, { sources, format, ...extra })

describe('pretty', () => {
  it('shows place, code, message, frame and hint', () => {
    expect(render([diagnostic], 'pretty')).toBe(
      [
        'apitest.yaml:5:14 error unknown-service: No service is named `wbe`',
        '    5 |     service: wbe',
        '      |              ^^^',
        'hint: Did you mean `web`? Known services: `web`, `worker`',
        '',
      ].join('\n'),
    )
  })

  it('shows related places with their frames', () => {
    expect(render([related], 'pretty')).toMatch(/\napitest\.yaml:2:3 It stands here first\n {4}2 \| {3}web: \{\}\n {6}\| {3}\^\^\^\n$/)
  })

  it('puts an empty line between diagnostics', () => {
    expect(render([diagnostic, diagnostic], 'pretty').split('\n\n')).toHaveLength(2)
  })

  it('says the same without the escape sequences when it has colour', () => {
    const coloured = render([diagnostic, related], 'pretty', { colour: true })
    expect(coloured).toContain('\u001B[31merror\u001B[39m')
    expect(stripVTControlCharacters(coloured)).toBe(render([diagnostic, related], 'pretty'))
  })

  it('does without a place and without the source', () => {
    expect(render([problems.specNotFound(undefined)], 'pretty')).toMatch(/^error spec-not-found: There is no `apitest.yaml`/)
    expect(render([{ ...diagnostic, range: { ...range, file: 'other.yaml' } }], 'pretty')).not.toContain('|')
  })

  it('shows paths as the caller wants them', () => {
    expect(render([diagnostic], 'pretty', { pathOf: (file: string) => `sub/${file}` })).toMatch(/^sub\/apitest\.yaml:5:14/)
  })

  it('sums up', () => {
    expect(renderSummary([diagnostic, diagnostic])).toBe('Found 2 errors')
    expect(renderSummary([diagnostic, { ...diagnostic, severity: 'warning', range: { ...range, file: 'b.yaml' } }])).toBe('Found 1 error and 1 warning in 2 files')
    expect(renderSummary([])).toBe('No problems found')
  })
})

describe('json', () => {
  it('gives every part of a diagnostic', () => {
    const parsed = JSON.parse(render([related], 'json', { pathOf: (file: string) => `sub/${file}` }))
    expect(parsed).toMatchObject({ version: 1, diagnostics: [{ code: 'duplicate-name', severity: 'error', range: { file: 'sub/apitest.yaml', start: { line: 5, column: 14 } }, related: [{ range: { file: 'sub/apitest.yaml' } }] }] })
  })
})

describe('github', () => {
  it('writes one escaped workflow command a diagnostic', () => {
    const nasty: Diagnostic = { code: 'bad-value', severity: 'warning', message: '100%\n::error::x', hint: 'a\r\nb', range: { ...range, file: 'a:b,c%.yaml' } }
    expect(render([nasty, diagnostic], 'github').split('\n')).toEqual([
      '::warning file=a%3Ab%2Cc%25.yaml,line=5,endLine=5,col=14,endColumn=16,title=bad-value::100%25%0A::error::x%0Aa%0D%0Ab',
      '::error file=apitest.yaml,line=5,endLine=5,col=14,endColumn=16,title=unknown-service::No service is named `wbe`%0ADid you mean `web`? Known services: `web`, `worker`',
      '',
    ])
  })

  it('writes a diagnostic without a place', () => {
    expect(render([problems.specNotFound(undefined)], 'github')).toMatch(/^::error title=spec-not-found::/)
  })
})

const issues = (list: readonly Diagnostic[]) => JSON.parse(render(list, 'gitlab')) as Record<string, unknown>[]

describe('gitlab', () => {
  it('writes a code quality report', () => {
    expect(issues([diagnostic])).toEqual([
      {
        description: 'No service is named `wbe`. Did you mean `web`? Known services: `web`, `worker`',
        check_name: 'unknown-service',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        severity: 'major',
        location: { path: 'apitest.yaml', lines: { begin: 5, end: 5 } },
      },
    ])
  })

  it('keeps the fingerprint when the line moves, and tells equal mistakes apart', () => {
    const moved = { ...diagnostic, range: { ...range, start: { line: 9, column: 1 }, end: { line: 9, column: 2 } } }
    const [first, second] = issues([diagnostic, moved])
    expect(issues([moved])[0]!.fingerprint).toBe(first!.fingerprint)
    expect(second!.fingerprint).not.toBe(first!.fingerprint)
  })
})

describe('sarif', () => {
  it('keeps to the structure of 2.1.0', () => {
    const list = [diagnostic, related, problems.specNotFound(undefined), { ...diagnostic, severity: 'info' as const, range: { ...range, file: 'ü b/a.yaml' } }]
    const log = JSON.parse(render(list, 'sarif'))
    expect(Object.keys(log).toSorted()).toEqual(['$schema', 'runs', 'version'])
    expect(log.version).toBe('2.1.0')
    const [run] = log.runs
    const { driver } = run.tool
    expect(driver.name).toBe('apitest')
    expect(new Set(driver.rules.map(({ id }: { id: string }) => id)).size).toBe(driver.rules.length)
    expect(run.results).toHaveLength(list.length)
    for (const result of run.results) {
      expect(driver.rules[result.ruleIndex].id).toBe(result.ruleId)
      expect(['none', 'note', 'warning', 'error']).toContain(result.level)
      expect(result.message.text).toEqual(expect.any(String))
      for (const { physicalLocation } of [...result.locations, ...(result.relatedLocations ?? [])]) {
        expect(physicalLocation.artifactLocation.uri).toMatch(/^[\w./%-]+$/)
        const { startLine, startColumn, endLine, endColumn } = physicalLocation.region
        for (const number of [startLine, startColumn, endLine, endColumn]) expect(number).toBeGreaterThanOrEqual(1)
        expect([endLine, endColumn] >= [startLine, startColumn]).toBe(true)
      }
    }
    expect(run.results[3].locations[0].physicalLocation.artifactLocation.uri).toBe('%C3%BC%20b/a.yaml')
  })
})

it.each(diagnosticFormats)('%s takes under 25 lines for one mistake and ends in a line break', (format) => {
  const text = render([diagnostic], format)
  expect(text).toMatch(/[^\n]\n$/)
  if (format !== 'sarif') expect(text.split('\n').length).toBeLessThan(25)
})
