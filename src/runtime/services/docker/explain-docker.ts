import type { DockerResult } from './run-docker.ts'

export interface Explanation {
  /** What is wrong, to stand behind `cannot start: `. */
  readonly message: string
  readonly hint: string
  /** The key of the spec that is to blame. */
  readonly at?: readonly string[]
}

/** Why there is no engine to talk to. */
export function explainEngine({ stderr, stdout, missing, code }: DockerResult, address: string): { message: string; hint: string } {
  if (missing) return { message: 'the program `docker` is not on the PATH', hint: 'Install Docker: https://docs.docker.com/get-docker/' }
  const text = `${stderr}\n${stdout}`
  if (/permission denied/i.test(text))
    return {
      message: `docker may not be used: no permission for ${address}`,
      hint: 'Add yourself to the group: `sudo usermod -aG docker $USER`, then log in again',
    }
  if (code === undefined) return { message: `docker at ${address} did not answer within 30s`, hint: 'Does `docker info` answer?' }
  if (/cannot connect|connection refused|is the docker daemon running|no such host|i\/o timeout|no route|error during connect/i.test(text))
    return {
      message: `no docker engine answers at ${address}`,
      hint: 'Start it, or let DOCKER_HOST name the one to use; `docker info` must work',
    }
  if (/can't evaluate field \w+ in type \*define\./.test(text))
    return {
      message: 'the program `docker` is podman under another name, whose `docker compose` differs',
      hint: "Install Docker's command line with its compose plug-in, start `podman system service --time=0`, and let DOCKER_HOST name its socket; builds need DOCKER_BUILDKIT=0",
    }
  return { message: `docker does not work here: ${lastLine(text)}`, hint: '`docker info` must work' }
}

const KNOWN: readonly { readonly pattern: RegExp; explain(match: RegExpExecArray): Explanation }[] = [
  {
    pattern: /invalid mount config for type "bind": bind source path does not exist: (.+)/,
    explain: ([, path = '']) => ({
      message: `it mounts \`${path.trim()}\`, which does not exist`,
      hint: 'The path is one of the machine where docker runs; make the folder, or name another one',
      at: ['override', 'volumes'],
    }),
  },
  {
    pattern: /required variable (\S+) is missing a value(?:: (.*))?/,
    explain: ([, name = '', why]) => ({
      message: `its compose file needs the variable \`${name}\`${why === undefined || why.trim() === '' ? '' : ` (${why.trim()})`}`,
      hint: `Set ${name}, or put it into a file and give that as --env-file`,
      at: ['file'],
    }),
  },
  {
    pattern: /failed to solve: (.*)|failed to read dockerfile: (.*)/,
    explain: ([, reason, file]) => ({
      message: `its image cannot be built: ${(reason ?? file ?? '').trim()}`,
      hint: 'The last lines come from the build; `docker build` says the same',
      at: ['override', 'build'],
    }),
  },
  {
    pattern: /booting buildkit[\s\S]*|[^\n]*moby\/buildkit:[^\n]*/,
    explain: () => ({
      message: 'its image cannot be built: BuildKit does not start on this engine',
      hint: 'Podman builds without it: `DOCKER_BUILDKIT=0`',
      at: ['override', 'build'],
    }),
  },
  {
    pattern:
      /(pull access denied for [^,\n]+|manifest for \S+ not found|manifest unknown[^\n]*|No such image: [^\n]+|toomanyrequests[^\n]*|unauthorized[^\n]*|failed to resolve reference[^\n]*|Get "https?:\/\/[^\n]*)/i,
    explain: ([reason]) => ({
      message: `an image cannot be pulled: ${reason.trim()}`,
      hint: 'Is its name right, and is this machine logged in to the registry (`docker login`)? An image can also be built: `build: { context: … }`',
      at: ['override', 'image'],
    }),
  },
  {
    pattern: /dependency failed to start: (.*)/,
    explain: ([, reason = '']) => ({
      message: `a service that it needs did not start: ${reason.trim()}`,
      hint: 'Its last lines should say why',
    }),
  },
  {
    pattern: /all predefined address pools have been fully subnetted/,
    explain: () => ({ message: 'docker has no network left to give', hint: '`docker network prune` removes those that nothing uses' }),
  },
  {
    pattern: /no space left on device/,
    explain: () => ({
      message: 'the disk of docker is full',
      hint: '`docker system df` shows what takes the space, `docker builder prune` gives some back',
    }),
  },
  {
    pattern:
      /(Additional property [^\n]*|yaml: unmarshal errors:\n[^\n]*|[^\n]*(?:validating |yaml: |must be a (?:string|mapping|list|array|boolean|number)|invalid compose project|has neither an image nor a build context|depends on undefined service|refers to undefined)[^\n]*)/,
    explain: ([reason]) => ({
      message: `its compose file is not valid: ${reason.trim().replaceAll(/\s+/g, ' ')}`,
      hint: '`docker compose config` says the same',
      at: ['file'],
    }),
  },
]

/** Why compose did not bring a service up, from what it printed. */
export function explainUp(text: string): Explanation {
  for (const { pattern, explain } of KNOWN) {
    const match = pattern.exec(text)
    if (match !== null) return explain(match)
  }
  return { message: lastLine(text) || 'docker compose failed without a word', hint: 'The last lines come from docker compose' }
}

function lastLine(text: string): string {
  return (
    text
      .trim()
      .split('\n')
      .findLast((line) => line.trim() !== '')
      ?.trim() ?? ''
  )
}
