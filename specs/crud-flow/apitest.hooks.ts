import type { SetupHook, TeardownHook } from 'apitest'

interface Category {
  id: string
  name: string
}

/** Makes a category that one test may use. */
export const createCategory: SetupHook<Category> = async ({ api }) => {
  const response = await api.send({ post: '/categories', json: { name: 'garden' }, expect: { status: 201 } })
  return response.json() as Category
}

export const deleteCategory: TeardownHook<Category> = async ({ api, value }) => {
  await api.send({ delete: `/categories/${value.id}` })
}
