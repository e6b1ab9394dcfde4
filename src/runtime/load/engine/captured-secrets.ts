/** Secrets that users of this thread captured and that the main process, which keeps the services' logs, has not heard of. */
let captured = new Set<string>()

export function noteCapturedSecret(value: unknown): void {
  if (typeof value === 'string' || typeof value === 'number') captured.add(String(value))
}

export function takeCapturedSecrets(): readonly string[] {
  if (captured.size === 0) return []
  const secrets = [...captured]
  captured = new Set()
  return secrets
}
