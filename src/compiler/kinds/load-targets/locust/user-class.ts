import type { LoadScript, ScriptRequest } from '../script/load-script.ts'
import type { UserClass } from './python-request.ts'

/** FastHttpUser costs a fraction of HttpUser; only the latter sends files, digest credentials, cookies of its own and has a timeout for each request. */
export function userClass(script: LoadScript): UserClass {
  const requests = requestsOf(script)
  const needsMore = requests.some(
    ({ body, login, cookies, captures }) =>
      body?.kind === 'multipart' ||
      login?.kind === 'digest' ||
      cookies.length > 0 ||
      captures.some(({ source }) => source.kind === 'cookie'),
  )
  const timeouts = new Set(requests.map(({ timeoutMs }) => timeoutMs))
  return {
    kind: needsMore || timeouts.size > 1 ? 'HttpUser' : 'FastHttpUser',
    service: requests.find(({ service }) => service !== undefined)?.service,
  }
}

export function requestsOf({ tasks, flows }: LoadScript): readonly ScriptRequest[] {
  return [...tasks, ...flows].flatMap(({ steps }) => steps.filter((step) => step.kind === 'request'))
}
