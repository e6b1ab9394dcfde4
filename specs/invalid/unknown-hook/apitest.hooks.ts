export function isFresh(response: { status: number }) {
  if (response.status !== 200) throw new Error('stale')
}
