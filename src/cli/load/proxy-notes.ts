import { proxyFor } from '../../runtime/http/proxy/proxy-for.ts'
import type { Host } from '../host.ts'

/** What the environment sends through a proxy is measured with it, which people forget. */
export function proxyNotes({ env }: Host, { targets, engine }: { targets: readonly string[]; engine: string | undefined }): string[] {
  return targets.flatMap((target) => {
    const proxy = proxyFor(new URL(target).origin, env)
    if (proxy === undefined) return []
    if (engine === 'locust')
      return [
        `the environment names the proxy ${proxy.origin}; of Locust only HttpUser goes through it, FastHttpUser sends to ${target} directly`,
      ]
    return [`requests to ${target} go through the proxy ${proxy.origin}, which is measured with them`]
  })
}
