export const limits = { quantity: 100 }
