import { scriptFiles } from '../kinds/load-targets/script-files.ts'
import type { Plan } from '../plan/plan.ts'
import { ciFile } from './files/ci-file.ts'
import { composeFile } from './files/compose-file.ts'
import { configFile } from './files/config-file.ts'
import { fixturesFile } from './files/fixtures-file.ts'
import { flowsFile } from './files/flows-file.ts'
import { leakFile } from './files/leak-file.ts'
import { loadFile } from './files/load-file.ts'
import { packageFile } from './files/package-file.ts'
import { projectFile } from './files/project-file.ts'
import { readmeFile } from './files/readme-file.ts'
import { requestsFile } from './files/requests-file.ts'
import { servicesFile } from './files/services-file.ts'
import { setupFile } from './files/setup-file.ts'
import { stateFile } from './files/state-file.ts'
import { stubsFile } from './files/stubs-file.ts'
import { sessionFile } from './files/session-file.ts'
import { sessionTestsFile, suiteFile } from './files/suite-file.ts'
import { testFile } from './files/test-file.ts'
import { tsconfigFile } from './files/tsconfig-file.ts'
import { vitestConfigFile } from './files/vitest-config-file.ts'
import type { Project } from './files/project.ts'
import type { GeneratedFile } from './generated-file.ts'
import { nameExports } from './names.ts'

/** The whole generated project as text. Pure: the same plan gives the same bytes, wherever and whenever. */
export function emitProject(plan: Plan): GeneratedFile[] {
  const project = { plan, names: nameExports(plan) }
  const typescript: readonly (readonly [path: string, text: string | undefined])[] = [
    ['vitest.config.ts', vitestConfigFile(project)],
    ['config.ts', configFile(project)],
    ['services.ts', servicesFile(project)],
    ['stubs.ts', stubsFile(project)],
    ['fixtures.ts', fixturesFile(project)],
    ['requests.ts', requestsFile(project)],
    ['flows.ts', flowsFile(project)],
    ['state.ts', stateFile(project)],
    ['project.ts', projectFile(project)],
    ['test.ts', testFile(project)],
    ['session.ts', sessionFile(project)],
    ['setup.ts', setupFile(project)],
    ...testFiles(project),
    ...plan.leaks.map((leak) => [`leaks/${leak.fileName}.leak.ts`, leakFile(project, leak)] as const),
    ...plan.loads.map((load) => [`loads/${load.fileName}.load.ts`, loadFile(project, load)] as const),
  ]
  const packageText = packageFile(project)
  return [
    { path: 'README.md', text: readmeFile(project), kind: 'markdown' },
    { path: 'tsconfig.json', text: tsconfigFile(project), kind: 'json' },
    ...(packageText === undefined ? [] : [{ path: 'package.json', text: packageText, kind: 'json' as const }]),
    ...typescript.flatMap(([path, text]) => (text === undefined ? [] : [{ path, text, kind: 'typescript' as const }])),
    ...scriptFiles(plan),
    ...plan.services.flatMap((service) =>
      service.composeFile === undefined
        ? []
        : [{ path: service.composeFile.path, text: composeFile(plan, service.composeFile), kind: 'yaml' as const }],
    ),
    ...(plan.ci ?? []).map((ci) => ({ path: ci.path, text: ciFile(ci), kind: 'yaml' as const, ...(ci.declared && { declared: true }) })),
  ]
}

/** One file for each suite; with a session one for all, whose order is that of the YAML. */
function testFiles(project: Project): (readonly [path: string, text: string])[] {
  const { suites, session } = project.plan
  if (session !== undefined) return [['tests/session.test.ts', sessionTestsFile(project)]]
  return suites.map((suite) => [`tests/${suite.fileName}.test.ts`, suiteFile(project, suite)])
}
