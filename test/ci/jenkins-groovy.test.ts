import { expect, test } from 'vitest'
import { ciKinds } from '../../src/compiler/kinds/ci/ci-kinds.ts'
import { requireComponent } from '../support/require-component.ts'
import { hostile, hostileElsewhere, poisoned } from './hostile-texts.ts'
import { readJenkinsfile } from './jenkinsfile.ts'
import { otherFiles, otherSpecs } from './other-specs.ts'
import { readJenkinsfiles } from './readers/read-jenkins.ts'
import type { JenkinsBuild } from './readers/read-jenkins.ts'

const missing = requireComponent('groovy')
const withGroovy = test.skipIf(missing !== undefined)
const note = missing === undefined ? '' : ` (skipped: ${missing})`
const timeout = 240_000

withGroovy(`Groovy and the blocks of a declarative pipeline have nothing against any file${note}`, { timeout }, async () => {
  const files = await Promise.all(Object.values(otherSpecs).map(async (spec) => (await otherFiles(spec)).jenkins))
  const read = readJenkinsfiles(files)
  for (const [at, { problem, stages }] of read.entries()) {
    expect(problem, files[at]).toBeUndefined()
    const commands = stages.flatMap(({ steps, always }) => [...steps, ...always].flatMap((step) => step.run ?? []))
    expect(commands).toEqual(expect.arrayContaining([...readJenkinsfile(files[at]!).commands]))
  }
})

withGroovy(`they find what is wrong${note}`, { timeout }, async () => {
  const { jenkins } = await otherFiles(otherSpecs['every job']!)
  const faults: readonly (readonly [RegExp, string])[] = [
    [/unexpected token|expecting/, jenkins.replace(/}\n$/, '')],
    [/expecting ''', found/, jenkins.replace("'npm ci'", "'npm ci")],
    [/`script` may not stand in Stage/, jenkins.replace('steps {', 'script {')],
    [/`sh` may not stand in Stage/, jenkins.replace("steps {\n        sh 'npm ci'\n      }", "sh 'npm ci'")],
    [/`agent` stands twice/, jenkins.replace('agent any\n', 'agent any\n  agent any\n')],
    [/Pipeline lacks `agent`/, jenkins.replace('  agent any\n', '')],
    [/Stage lacks `steps`/, jenkins.replace("    steps {\n        sh 'npm ci'\n      }", '')],
    [/`some` means nothing in Pipeline/, jenkins.replace('agent any', 'agent some')],
    [/TimeUnit/, jenkins.replace("unit: 'MINUTES'", "unit: 'MINUTE'")],
    [/no schedule/, jenkins.replace("cron('0 3 * * *')", "cron('0 3 * *')")],
    [/nobody knows: \[result/, jenkins.replace('junit testResults:', 'junit results:')],
    [/`triggered` may not stand in When/, jenkins.replace("triggeredBy 'TimerTrigger'", "triggered 'TimerTrigger'")],
  ]
  const read = readJenkinsfiles(faults.map(([, file]) => file))
  for (const [at, [expected, file]] of faults.entries()) {
    expect(file).not.toBe(jenkins)
    expect(read[at]!.problem, String(expected)).toMatch(expected)
  }
})

withGroovy(`hostile texts are texts to Groovy too${note}`, { timeout }, async () => {
  const texts = [...hostile, ...hostileElsewhere]
  const files = await Promise.all(texts.map(async (text) => ciKinds.jenkins.emit(await poisoned(text, 'jenkins'))))
  for (const [at, { problem, environment, stages }] of readJenkinsfiles(files).entries()) {
    expect(problem, files[at]).toBeUndefined()
    const reference = /\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g
    expect(environment['VALUE']).toBe(texts[at]!.replaceAll(reference, (_all, braces?: string, plain?: string) => `<${braces ?? plain}>`))
    expect(environment['WANTED']).toBe('credential WANTED')
    expect(stages.map(({ name }) => name)).toEqual(['Install', 'Check', 'Tests', 'Leaks', 'Loads'])
    expect(stages[0]!.steps).toEqual([{ run: 'npm ci', folder: `${texts[at]!}/` }])
  }
})

withGroovy(`stages run for what started the build${note}`, { timeout }, async () => {
  const every = (await otherFiles(otherSpecs['every job']!)).jenkins
  const paths = (await otherFiles(otherSpecs['branches and paths']!)).jenkins
  const usual = ['Install', 'Check', 'Tests']
  const builds: readonly (readonly [string, Partial<JenkinsBuild>, readonly string[]])[] = [
    [every, {}, usual],
    [every, { cause: 'TimerTrigger', change: false, branch: 'main' }, [...usual, 'Leaks']],
    [every, { cause: 'UserIdCause', parameters: { JOB: 'loads' } }, ['Install', 'Loads']],
    [paths, { changed: ['src/a/b.js'] }, usual],
    [paths, { changed: ['other/a.js'] }, ['Install']],
    [paths, { change: false, branch: 'release/1/2', changed: ['a.yaml'] }, usual],
    [paths, { change: false, branch: 'feature/a/b', changed: ['a.yaml'] }, ['Install']],
    [paths, { change: false, branch: null, tag: 'v1.0', changed: [] }, usual],
  ]
  const read = readJenkinsfiles(
    builds.map(([file]) => file),
    builds.map(([, build]) => build),
  )
  for (const [at, [, build, expected]] of builds.entries()) {
    const running = read[at]!.stages.filter(({ runs }) => runs).map(({ name }) => name)
    expect(running, JSON.stringify(build)).toEqual(expected)
  }
})
