import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { YamlLanguageServer } from './yaml-language-server.ts'

const METHODS = 'get head post put delete options method'
const BODIES = 'json form multipart text file graphql'
const REST = 'patch service query headers cookies jar auth unset timeout redirects retry before expect checks capture poll'
const ANY_TEST = 'description tags skip only timeout retries serial service mocks with cleanup'
const MATCHERS = 'equals not gt gte lt lte oneOf contains startsWith endsWith matches type size empty exists optional each any closeTo schema unique'
const BOUNDS = 'equals not gt gte lt lte oneOf'
const JOBS = 'timeout docker variables folder install before after jobs output extra'

/** Behind `version: 1`, with the cursor at ▸: exactly these are offered. */
const places: readonly (readonly [place: string, yaml: string, offered: string])[] = [
  ['a variable of the environment', 'env:\n  KEY:\n    ▸', 'required secret default description'],
  ['a name of a service', 'services:\n  ▸', 'service'],
  ['a service', 'services:\n  web:\n    ▸', 'process compose container python node url description dependsOn headers basePath failIf'],
  ['a service of a kind', 'services:\n  web:\n    process:\n      command: x\n    ▸', 'description dependsOn headers basePath failIf'],
  ['a service that already runs', 'services:\n  web:\n    url: https://a.test\n    ▸', 'allowLoad description dependsOn headers basePath failIf'],
  ['a process', 'services:\n  web:\n    process:\n      ▸', 'command cwd env port ready stop'],
  ['readiness', 'services:\n  web:\n    process:\n      command: x\n      ready:\n        ▸', 'http tcp log command timeout interval'],
  ['readiness by http', 'services:\n  web:\n    process:\n      command: x\n      ready:\n        http: /\n        ▸', 'status timeout interval'],
  ['readiness by a log line', 'services:\n  web:\n    process:\n      command: x\n      ready:\n        log: Listening\n        ▸', 'timeout interval'],
  ['stopping', 'services:\n  web:\n    process:\n      command: x\n      stop:\n        ▸', 'signal grace'],
  ['signals', 'services:\n  web:\n    process:\n      command: x\n      stop:\n        signal: ▸', 'SIGTERM SIGINT SIGQUIT SIGHUP SIGKILL SIGUSR1 SIGUSR2'],
  ['a compose service', 'services:\n  web:\n    compose:\n      ▸', 'file service port override also ready cleanup'],
  ['the cleanup of compose', 'services:\n  web:\n    compose:\n      file: a\n      cleanup:\n        ▸', 'volumes images'],
  ['images to clean up', 'services:\n  web:\n    compose:\n      file: a\n      cleanup:\n        images: ▸', 'none local all'],
  ['a container', 'services:\n  web:\n    container:\n      ▸', 'image build port env volumes command memory gpus ready'],
  ['a container from an image', 'services:\n  web:\n    container:\n      image: redis:7\n      ▸', 'port env volumes command memory gpus ready'],
  ['a build', 'services:\n  web:\n    container:\n      build:\n        ▸', 'context dockerfile target args'],
  ['a python application', 'services:\n  web:\n    python:\n      ▸', 'app cwd python env mocks ready coverage'],
  ['a mock', 'services:\n  web:\n    python:\n      app: a:b\n      mocks:\n        a.b:\n          ▸', 'return raise sequence value wraps autospec'],
  ['a mock that returns', 'services:\n  web:\n    python:\n      app: a:b\n      mocks:\n        a.b:\n          return: 1\n          ▸', 'autospec'],
  ['a node application', 'services:\n  web:\n    node:\n      ▸', 'app env mocks'],
  ['a stub', 'stubs:\n  a:\n    ▸', 'description routes record unmatched'],
  ['a route', 'stubs:\n  a:\n    routes:\n      - ▸', `${METHODS} patch when respond`],
  ['a route with a method', 'stubs:\n  a:\n    routes:\n      - get: /\n        ▸', 'when respond'],
  ['a route with another method', 'stubs:\n  a:\n    routes:\n      - method: PROPFIND\n        ▸', 'path when respond'],
  ['the condition of a route', 'stubs:\n  a:\n    routes:\n      - get: /\n        when:\n          ▸', 'query headers cookies json jsonLike jsonPath text'],
  ['the answer of a route', 'stubs:\n  a:\n    routes:\n      - get: /\n        respond:\n          ▸', 'json text file status headers delay fault'],
  ['faults', 'stubs:\n  a:\n    routes:\n      - get: /\n        respond:\n          fault: ▸', 'reset timeout malformed'],
  ['a recording', 'stubs:\n  a:\n    record:\n      ▸', 'target to redact'],
  ['a fixture', 'fixtures:\n  a:\n    ▸', 'value json text yaml csv file base64 request setup description'],
  ['a fixture from a value', 'fixtures:\n  a:\n    value: 1\n    ▸', 'description'],
  ['a fixture from a file', 'fixtures:\n  a:\n    json: a.json\n    ▸', 'allowOutside description'],
  ['a fixture from a request', 'fixtures:\n  a:\n    request: login\n    ▸', 'capture scope secret description'],
  ['a fixture from hooks', 'fixtures:\n  a:\n    setup: make\n    ▸', 'scope secret teardown description'],
  ['scopes', 'fixtures:\n  a:\n    request: login\n    scope: ▸', 'run suite test'],
  ['a request', 'requests:\n  a:\n    ▸', `${METHODS} ${BODIES} ${REST} description`],
  ['a request with a method', 'requests:\n  a:\n    get: /\n    ▸', `${BODIES} ${REST} description`],
  ['a request with another method', 'requests:\n  a:\n    method: PROPFIND\n    ▸', `${BODIES} ${REST} path description`],
  ['a request with a body', 'requests:\n  a:\n    post: /\n    json: {}\n    ▸', `${REST} description`],
  ['auth', 'requests:\n  a:\n    get: /\n    auth:\n      ▸', 'basic bearer apiKey oauth2 digest aws hawk oauth1 jwt'],
  ['basic auth', 'requests:\n  a:\n    get: /\n    auth:\n      basic:\n        ▸', 'username password'],
  ['a key as auth', 'requests:\n  a:\n    get: /\n    auth:\n      apiKey:\n        ▸', 'header query value'],
  ['OAuth 2', 'requests:\n  a:\n    get: /\n    auth:\n      oauth2:\n        ▸', 'tokenUrl clientId clientSecret scope'],
  ['a part of a multipart body', 'requests:\n  a:\n    post: /\n    multipart:\n      image:\n        ▸', 'file text json filename contentType'],
  ['a part that is a file', 'requests:\n  a:\n    post: /\n    multipart:\n      image:\n        file: a.jpg\n        ▸', 'filename contentType'],
  ['a GraphQL query', 'requests:\n  a:\n    post: /\n    graphql:\n      ▸', 'query variables operationName'],
  ['a retry', 'requests:\n  a:\n    get: /\n    retry:\n      ▸', 'times on delay backoff'],
  ['polling', 'requests:\n  a:\n    get: /\n    poll:\n      ▸', 'for every'],
  ['a capture', 'requests:\n  a:\n    get: /\n    capture:\n      id:\n        ▸', 'jsonPath header cookie text secret'],
  ['a capture from a header', 'requests:\n  a:\n    get: /\n    capture:\n      id:\n        header: etag\n        ▸', 'secret'],
  ['a flow', 'flows:\n  a:\n    ▸', 'description params steps'],
  ['a step', 'flows:\n  a:\n    steps:\n      - ▸', `${METHODS} ${BODIES} ${REST} request flow name`],
  ['a step with a request', 'flows:\n  a:\n    steps:\n      - request: a\n        ▸', `${BODIES} ${REST} name`],
  ['a step with a flow', 'flows:\n  a:\n    steps:\n      - flow: a\n        ▸', 'name args'],
  ['a test', 'tests:\n  a:\n    ▸', `${METHODS} ${BODIES} ${ANY_TEST} request flow steps patch query headers cookies jar auth unset redirects retry before expect checks capture poll cases`],
  ['a test with a request', 'tests:\n  a:\n    request: a\n    ▸', `${BODIES} ${ANY_TEST} patch query headers cookies jar auth unset redirects retry before expect checks capture poll cases`],
  ['a test with steps', 'tests:\n  a:\n    steps:\n      - get: /\n    ▸', ANY_TEST],
  ['a test with a flow', 'tests:\n  a:\n    flow: a\n    ▸', `${ANY_TEST} args`],
  ['a case', 'tests:\n  a:\n    request: a\n    cases:\n      - ▸', `${METHODS} ${BODIES} ${REST} name`],
  ['a suite', 'suites:\n  a:\n    ▸', 'description service tags fixtures parallel tests'],
  ['an expectation', 'tests:\n  a:\n    get: /\n    expect:\n      ▸', 'status headers json jsonLike jsonPath jsonSchema text xpath html cookies size time redirects openapi session snapshot mocks stubs hook'],
  ['a status', 'tests:\n  a:\n    get: /\n    expect:\n      status: ▸', '200 2xx'],
  ['a matcher of a status', 'tests:\n  a:\n    get: /\n    expect:\n      status:\n        ▸', BOUNDS],
  ['a matcher of a header', 'tests:\n  a:\n    get: /\n    expect:\n      headers:\n        a:\n          ▸', MATCHERS],
  ['a matcher of JSON', 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath:\n        $.a:\n          ▸', MATCHERS],
  ['JSON types', 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath:\n        $.a:\n          type: ▸', 'string number integer boolean "null" array object'],
  ['a matcher inside a matcher', 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath:\n        $.a:\n          each:\n            ▸', MATCHERS],
  ['a matcher of a size', 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath:\n        $.a:\n          size:\n            ▸', BOUNDS],
  ['a number nearby', 'tests:\n  a:\n    get: /\n    expect:\n      jsonPath:\n        $.a:\n          closeTo:\n            ▸', 'value within'],
  ['a matcher of a time', 'tests:\n  a:\n    get: /\n    expect:\n      time:\n        ▸', BOUNDS],
  ['a snapshot', 'tests:\n  a:\n    get: /\n    expect:\n      snapshot:\n        ▸', 'name ignore'],
  ['calls of a mock', 'tests:\n  a:\n    get: /\n    expect:\n      mocks:\n        a.b:\n          ▸', 'calls with'],
  ['calls of a stub', 'tests:\n  a:\n    get: /\n    expect:\n      stubs:\n        a:\n          GET /:\n            ▸', 'calls'],
  ['a leak window', 'leaks:\n  a:\n    ▸', 'request requests description users rate warmup window sample memory probe allow limit caches attribute baseline inconclusive'],
  ['a leak window with a request', 'leaks:\n  a:\n    request: a\n    ▸', 'description users rate warmup window sample memory probe allow limit caches attribute baseline inconclusive'],
  ['the length of a leak window', 'leaks:\n  a:\n    request: a\n    window:\n      ▸', 'requests duration extend'],
  ['the warm-up of a leak window', 'leaks:\n  a:\n    request: a\n    warmup:\n      ▸', 'requests duration'],
  ['caches', 'leaks:\n  a:\n    request: a\n    caches:\n      ▸', 'entries'],
  ['memory', 'leaks:\n  a:\n    request: a\n    memory: ▸', 'auto anon cgroup gpu'],
  ['a probe', 'leaks:\n  a:\n    request: a\n    probe: ▸', 'auto none'],
  ['a probe by a request', 'leaks:\n  a:\n    request: a\n    probe:\n      ▸', 'get post put delete'],
  ['a load profile', 'loads:\n  a:\n    ▸', 'users rate stages description cluster warmup tasks data thresholds'],
  ['a load profile of users', 'loads:\n  a:\n    users: 10\n    ▸', 'duration spawnRate wait description cluster warmup tasks data thresholds'],
  ['a load profile of arrivals', 'loads:\n  a:\n    rate: 10/s\n    ▸', 'duration maxConnections description cluster warmup tasks data thresholds'],
  ['a load profile of stages', 'loads:\n  a:\n    stages:\n      - users: 1\n        duration: 1s\n    ▸', 'wait maxConnections description cluster warmup tasks data thresholds'],
  ['a load profile with data', 'loads:\n  a:\n    users: 10\n    data: ${fixtures.rows}\n    ▸', 'order duration spawnRate wait description cluster warmup tasks thresholds'],
  ['a stage', 'loads:\n  a:\n    stages:\n      - ▸', 'users rate duration'],
  ['a task', 'loads:\n  a:\n    tasks:\n      - ▸', `${METHODS} ${BODIES} request flow steps name tags weight patch service query headers cookies auth unset timeout redirects retry expect`],
  ['a task with steps', 'loads:\n  a:\n    tasks:\n      - steps:\n          - get: /\n        ▸', 'name tags weight'],
  ['a task with a flow', 'loads:\n  a:\n    tasks:\n      - flow: a\n        ▸', 'name tags weight args'],
  ['a wait', 'loads:\n  a:\n    users: 10\n    wait:\n      ▸', 'pacing'],
  ['thresholds', 'loads:\n  a:\n    thresholds:\n      ▸', 'p50 p75 p90 p95 p99 p99.9 mean median min max errors rate'],
  ['a threshold', 'loads:\n  a:\n    thresholds:\n      p95:\n        ▸', 'lt lte gt gte abortAfter'],
  ['CI', 'ci:\n  ▸', 'gitlab github circleci azure bitbucket woodpecker jenkins'],
  ['GitLab', 'ci:\n  gitlab:\n    ▸', `${JOBS} image tags stage on`],
  ['triggers of GitLab', 'ci:\n  gitlab:\n    on:\n      ▸', 'mergeRequest push tag changes schedule'],
  ['GitHub', 'ci:\n  github:\n    ▸', `${JOBS} runsOn node on`],
  ['triggers of GitHub', 'ci:\n  github:\n    on:\n      ▸', 'pullRequest push tag changes schedule'],
  ['CircleCI', 'ci:\n  circleci:\n    ▸', `${JOBS} image resourceClass on`],
  ['Azure', 'ci:\n  azure:\n    ▸', `${JOBS} vmImage pool on`],
  ['Bitbucket', 'ci:\n  bitbucket:\n    ▸', `${JOBS} image size on`],
  ['Woodpecker', 'ci:\n  woodpecker:\n    ▸', `${JOBS} image labels on`],
  ['Jenkins', 'ci:\n  jenkins:\n    ▸', `${JOBS} agent image on`],
  ['jobs', 'ci:\n  gitlab:\n    jobs:\n      ▸', 'check tests leaks loads'],
  ['a job', 'ci:\n  gitlab:\n    jobs:\n      tests:\n        ▸', 'when timeout shards'],
  ['when a job runs', 'ci:\n  gitlab:\n    jobs:\n      tests:\n        when: ▸', 'always manual schedule never'],
  ['docker in CI', 'ci:\n  gitlab:\n    docker: ▸', 'auto dind dind-tls none'],
  ['the defaults', 'defaults:\n  ▸', 'headers query cookies auth timeout redirects retry expect failIf'],
]

describe('the editor completes', () => {
  let server: YamlLanguageServer
  beforeAll(async () => {
    server = await YamlLanguageServer.start()
  })
  afterAll(() => server.stop())

  it.concurrent.each(places)('%s', async (_, yaml, offered) => {
    const completions = await server.complete(`version: 1\n${yaml}`)
    expect(completions.map(({ label }) => label).toSorted()).toEqual(offered.split(' ').toSorted())
  })

  it('an empty file', async () => {
    const labels = (await server.complete('▸')).map(({ label }) => label)
    expect(labels.join(' ')).toBe('version name include env variables services stubs fixtures requests flows session tests suites leaks loads ci defaults hooks openapi')
  })

  it('the version with its value', async () => {
    const [version] = await server.complete('vers▸')
    expect(version).toMatchObject({ label: 'version', insertText: 'version: 1' })
  })

  it('a key that is typed in part', async () => {
    const labels = (await server.complete('version: 1\nservices:\n  web:\n    pro▸')).map(({ label }) => label)
    expect(labels).toContain('process')
  })

  it('each key with its documentation', async () => {
    const completions = await server.complete('version: 1\nservices:\n  web:\n    ▸')
    for (const { label, documentation } of completions) expect(documentation, label).toMatch(/\.$/)
  })
})

describe('in an included file the editor', () => {
  let server: YamlLanguageServer
  beforeAll(async () => {
    server = await YamlLanguageServer.start('schema/apitest.include.schema.json')
  })
  afterAll(() => server.stop())

  it('completes all but version, name and ci', async () => {
    const labels = (await server.complete('▸')).map(({ label }) => label)
    expect(labels.join(' ')).toBe('include env variables services stubs fixtures requests flows tests suites leaks loads defaults hooks openapi')
  })

  it('refuses what only the first file says', async () => {
    expect(await server.diagnose('version: 1\n')).toEqual(['1:1 Property version is not allowed.'])
  })

  it('sees mistakes as in any other file', async () => {
    expect(await server.diagnose('requests:\n  a: { gett: / }\n')).toEqual(['2:8 Property gett is not allowed.'])
  })
})
