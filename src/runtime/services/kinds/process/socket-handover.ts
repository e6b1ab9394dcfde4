import { basename } from 'node:path'

/** Where the program finds the socket: the first descriptor behind standard input, output and error, as systemd has it. */
const DESCRIPTOR = 3

/**
 * The variables that make a program listen on the socket it inherits, for programs known to do so; undefined for all others, which are
 * told a port. Only gunicorn without a `--bind` of its own: there it is certain, and replaces a fixed port in `gunicorn.conf.py` too.
 */
export function socketHandover(
  command: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> | undefined {
  if (!isGunicorn(command) || command.some((word) => /^(-b.*|--bind(=.*)?)$/.test(word))) return undefined
  const given = env.GUNICORN_CMD_ARGS
  if (given !== undefined && /(^|\s)(-b|--bind)/.test(given)) return undefined
  return { GUNICORN_CMD_ARGS: `${given === undefined ? '' : `${given} `}--bind fd://${DESCRIPTOR}` }
}

function isGunicorn([program = '', ...words]: readonly string[]): boolean {
  if (basename(program) === 'gunicorn') return true
  return /^(python|pypy)[\d.]*$/.test(basename(program)) && words[words.indexOf('-m') + 1] === 'gunicorn' && words.includes('-m')
}
