import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { images } from './local-images.ts'

/**
 * A PATH whose `docker` can start an engine in a container. Where this machine grants containers no full privileges (it may lack some
 * itself), those that an engine needs are asked for one by one.
 */
export function pathForEngines(folder: string): string {
  const { PATH = '' } = process.env
  if (spawnSync('docker', ['run', '--rm', '--privileged', images.job, 'true'], { stdio: 'ignore' }).status === 0) return PATH
  const program = spawnSync('which', ['docker'], { encoding: 'utf8' }).stdout.trim()
  const granted = '--cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined'
  const script = `#!/usr/bin/env bash
words=()
for word in "$@"; do
  if [[ $word == --privileged ]]; then words+=(${granted}); else words+=("$word"); fi
done
exec ${program} "\${words[@]}"
`
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'docker'), script, { mode: 0o755 })
  return `${folder}:${PATH}`
}
