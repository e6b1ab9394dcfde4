/** Names that Windows keeps for devices, whatever their extension. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/
const longest = 60

/** File names made of suite names: lower case letters, digits and hyphens, different from each other on every file system. */
export function fileNames(suites: readonly string[]): string[] {
  const taken = new Set<string>()
  return suites.map((suite) => {
    const slug = slugOf(suite)
    let name = slug
    for (let number = 2; taken.has(name); number += 1) name = `${slug}-${number}`
    taken.add(name)
    return name
  })
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '')
  if (slug === '') return 'suite'
  return reserved.test(slug) ? `${slug}-suite` : slug
}
