import type { Style } from './terminal/style.ts'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the system does not allow it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'there is no such place',
  ENOTDIR: 'a file lies where a folder belongs',
  EISDIR: 'a folder lies where a file belongs',
  EEXIST: 'something of that name is there',
}

/** Why the system refused something, in words; nothing for any other error. */
export function refusalReason(error: unknown): string | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  return code !== undefined && Object.hasOwn(reasons, code) ? reasons[code] : undefined
}

/** What the disk refused, which is neither our mistake nor one of the specification; nothing for any other error. */
export function renderRefusal(error: unknown, style: Style): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { code, path, syscall } = error as NodeJS.ErrnoException
  const reason = refusalReason(error)
  if (reason === undefined || path === undefined || code === 'ENOENT') return undefined
  return `${style.red('error')} ${path} cannot be used (${syscall ?? 'access'}): ${reason}\n`
}
