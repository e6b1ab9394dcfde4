import type { HookContext } from 'apitest'

export interface Category {
  id: string
  name: string
}

/** Makes a category that one test may use. */
export async function createCategory({ services }: HookContext): Promise<Category> {
  const { url } = await services('items')
  const response = await fetch(`${url}/categories`, { method: 'POST', body: JSON.stringify({ name: 'garden' }) })
  return (await response.json()) as Category
}

export async function deleteCategory(category: Category, { services }: HookContext): Promise<void> {
  const { url } = await services('items')
  await fetch(`${url}/categories/${category.id}`, { method: 'DELETE' })
}
