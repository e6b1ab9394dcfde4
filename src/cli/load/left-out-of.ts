import { readFileSync } from 'node:fs'

/** What a generated script says that it leaves out, each once: the commands that compile are silent on it, for most people never run the script. */
export function leftOutOf(script: string): readonly string[] {
  const lines = readFileSync(script, 'utf8').matchAll(/^\s*(?:#|\/\/) Left out, since \w+ has no words for it: (.+)$/gm)
  return [...new Set([...lines].flatMap(([, list = '']) => list.split('; ')))]
}
