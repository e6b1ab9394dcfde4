const prices = { chair: 49.5, lamp: 12 }

export class PriceError extends Error {}

export async function priceOf(sku) {
  if (!(sku in prices)) throw new PriceError(`no price for ${sku}`)
  return prices[sku]
}
