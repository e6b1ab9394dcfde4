export async function createOrder(context: unknown, sku: string) {
  return { id: sku }
}

export const deleteOrder = { timeout: 5 }
