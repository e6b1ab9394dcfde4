export function app(request, response) {
  response.end('ok')
}
