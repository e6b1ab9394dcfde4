const closers = new Set<() => Promise<void>>()

/** Has something closed behind the last test of this worker. */
export function atRunEnd(close: () => Promise<void>): void {
  closers.add(close)
}

export async function endRun(): Promise<void> {
  const open = [...closers]
  closers.clear()
  for (const close of open) await close()
}
