/**
 * Names of the tests of a table: the row's `name`, else its values (`sku=abc, n=1`), each once. The compiler names inline rows and the
 * runtime those of fixtures, so that both ask here.
 */
export function rowTitles(rows: readonly unknown[]): string[] {
  return uniqueTitles(rows.map((row, index) => titleOf(row, index)))
}

function titleOf(row: unknown, index: number): string {
  if (typeof row !== 'object' || row === null) return shorten(show(row))
  const { name } = row as { name?: unknown }
  if (typeof name === 'string' && name !== '') return name
  const title = Object.entries(row)
    .map(([key, value]) => `${key}=${show(value)}`)
    .join(', ')
  return title === '' ? `row ${index + 1}` : shorten(title)
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))
}

function shorten(title: string): string {
  const line = title.replace(/\s+/g, ' ')
  return line.length > 100 ? `${line.slice(0, 99)}…` : line
}

function uniqueTitles(titles: readonly string[]): string[] {
  const seen = new Set<string>()
  return titles.map((title) => {
    let unique = title
    for (let number = 2; seen.has(unique); number += 1) unique = `${title} (${number})`
    seen.add(unique)
    return unique
  })
}
