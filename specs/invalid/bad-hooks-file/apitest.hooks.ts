export function isFresh(response {
  return response.status === 200
}
