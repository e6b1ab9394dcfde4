/** A path as it stands in the YAML, where `%`, `?` and `#` are letters like any other. */
export function projectFile(path: string, folder: URL): URL {
  return new URL(encodeURI(path.replaceAll('\\', '/')).replace(/[?#]/g, encodeURIComponent), folder)
}
