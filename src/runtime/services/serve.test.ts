import { expect, test } from 'vitest'
import { helloProcess, helloServer, serviceProject } from '../../../test/services/service-project.ts'
import { serviceLog, startService } from './hub-client.ts'
import { serve } from './serve.ts'

test('a service answers at the address that workers are told, and is gone after the run', async () => {
  const project = serviceProject({ 'hello.mjs': helloServer })
  const t0 = performance.now()
  const stop = await serve(project.define({ web: { process: helloProcess } }), ['web'])
  const t1 = performance.now()
  const { url } = await startService('web')
  const answer = await (await fetch(url)).text()
  expect(project.survivors()).toEqual([Number(answer)])
  const t2 = performance.now()
  await stop()
  console.log('serve', t1 - t0, 'stop', performance.now() - t2, project.record())
  expect(project.survivors()).toEqual([])
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(project.log('web')).toMatch(/listening/)
})
